"""What the environment decides, each in a process of its own: settings are read once."""

import json
import os
import subprocess
import sys

import pytest

from tests.servers import ROOT, SETTINGS

REPORT = """
import json, sys
from nsi_site import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def read(tmp_path, *names, **environment):
    clean = {name: value for name, value in os.environ.items() if not SETTINGS.fullmatch(name)}
    environment = clean | {"VAR_DIR": str(tmp_path)} | environment
    command = [sys.executable, "-c", REPORT, *names]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_nothing_need_be_set(tmp_path):
    settings = read(tmp_path, "DEBUG", "DATABASES", "CHANNEL_LAYERS", "ALLOWED_HOSTS", "SECRET_KEY")
    assert settings["DEBUG"] is False
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert settings["CHANNEL_LAYERS"]["default"]["BACKEND"] == "channels.layers.InMemoryChannelLayer"
    assert "localhost" in settings["ALLOWED_HOSTS"]
    assert "*" not in settings["ALLOWED_HOSTS"]
    assert len(settings["SECRET_KEY"]) >= 50
    assert read(tmp_path, "SECRET_KEY")["SECRET_KEY"] == settings["SECRET_KEY"]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("DEBUG", "1", True),
        ("SECRET_KEY", "given", "given"),
        ("ALLOWED_HOSTS", "a.example,b.example", ["a.example", "b.example"]),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example", ["https://a.example"]),
        ("HTTPS", "1", True),
        ("LOG_LEVEL", "WARNING", 30),
        ("CHAT_RATE_PER_SOCKET", "0", 0),
        ("CHAT_RATE_PER_ROOM", "7", 7),
        ("CHAT_SOCKETS_PER_ADDRESS", "8", 8),
        ("SHARED_ADDRESS", "1", True),
        ("HSTS_SECONDS", "60", 60),
        ("TIME_ZONE", "Indian/Reunion", "Indian/Reunion"),
    ],
)
def test_the_environment_decides(tmp_path, name, text, value):
    assert read(tmp_path, name, **{name: text})[name] == value


def test_over_http_pages_carry_no_header_that_browsers_complain_of(tmp_path):
    name = "SECURE_CROSS_ORIGIN_OPENER_POLICY"
    assert read(tmp_path, name)[name] is None
    assert read(tmp_path, name, HTTPS="1")[name] == "same-origin"


def test_the_time_is_that_of_the_machine(tmp_path):
    assert read(tmp_path, "TIME_ZONE", TZ="Pacific/Noumea")["TIME_ZONE"] == "Pacific/Noumea"


def test_postgresql_and_redis_are_an_address_each(tmp_path):
    settings = read(
        tmp_path,
        "DATABASES",
        "CHANNEL_LAYERS",
        "CACHES",
        DATABASE_URL="postgres://nsi:secret@db.example:5433/lesson",
        REDIS_URL="redis://redis.example:6379/1",
    )
    database = settings["DATABASES"]["default"]
    assert (database["ENGINE"], database["HOST"], database["PORT"], database["NAME"]) == (
        "django.db.backends.postgresql",
        "db.example",
        5433,
        "lesson",
    )
    layer = settings["CHANNEL_LAYERS"]["default"]
    assert layer["BACKEND"] == "channels_redis.pubsub.RedisPubSubChannelLayer"
    assert layer["CONFIG"]["hosts"] == ["redis://redis.example:6379/1"]
    assert settings["CACHES"]["default"]["LOCATION"] == "redis://redis.example:6379/1"


def test_sites_that_share_a_redis_differ_by_key_database_or_number(tmp_path):
    site = {"SECRET_KEY": "a", "DATABASE_URL": "postgres://nsi@db.example/a", "REDIS_URL": "redis://redis.example/0"}
    others = {"SECRET_KEY": "b", "DATABASE_URL": "postgres://nsi@db.example/b", "REDIS_URL": "redis://redis.example/1"}
    marks = [read(tmp_path, "REDIS_MARK", **site | {name: other})["REDIS_MARK"] for name, other in others.items()]
    assert len({*marks, read(tmp_path, "REDIS_MARK", **site)["REDIS_MARK"]}) == 4


def test_a_process_has_a_bounded_pool_of_connections_to_postgresql(tmp_path):
    address = {"DATABASE_URL": "postgres://nsi@db.example/lesson", "DATABASE_CONNECTIONS": "7"}
    options = read(tmp_path, "DATABASES", **address)["DATABASES"]["default"]["OPTIONS"]
    assert options["pool"]["max_size"] == 7
    assert "options" not in options
    options = read(tmp_path, "DATABASES", **address, DATABASE_STATEMENT_SECONDS="30")["DATABASES"]["default"]["OPTIONS"]
    assert options["options"] == "-c statement_timeout=30s"


def test_a_password_may_hold_any_sign_percent_encoded_as_the_readme_says(tmp_path):
    address = "postgres://nsi:p%40ss%2Fw%23o%3Ar%25d@db.example/lesson"
    database = read(tmp_path, "DATABASES", DATABASE_URL=address)["DATABASES"]["default"]
    assert (database["PASSWORD"], database["HOST"]) == ("p@ss/w#o:r%d", "db.example")


def test_https_is_required_everywhere_once_there_is_some(tmp_path):
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    assert all(read(tmp_path, *names, HTTPS="1").values())


@pytest.mark.parametrize(("value", "is_asked"), [("0", False), ("1", True)])
def test_the_proxy_must_say_the_scheme_where_there_is_https(tmp_path, value, is_asked):
    middleware = read(tmp_path, "MIDDLEWARE", HTTPS=value)["MIDDLEWARE"]
    assert ("nsi_site.scheme.require_scheme" in middleware) is is_asked


def test_browsers_are_told_to_insist_on_https_only_where_it_was_asked_for(tmp_path):
    names = ["SECURE_HSTS_SECONDS"]
    assert read(tmp_path, *names, HTTPS="1") == {"SECURE_HSTS_SECONDS": 0}
    assert read(tmp_path, *names, HTTPS="1", HSTS_SECONDS="3600") == {"SECURE_HSTS_SECONDS": 3600}


def test_a_class_behind_one_address_has_sockets_enough(tmp_path):
    assert read(tmp_path, "CHAT_SOCKETS_PER_ADDRESS")["CHAT_SOCKETS_PER_ADDRESS"] >= 35 * 4
