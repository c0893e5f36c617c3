"""What holds for every address."""

import json
import re
import time
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import URLPattern, get_resolver

from classroom.models import Station
from pupils.models import Pupil

pytestmark = pytest.mark.django_db(transaction=True)


NUMBERED = re.compile(r"<int:\w+>|<path:object_id>|\(\?P<pk>[^)]*\)")  # which row 1 may stand for


def addresses(resolver, prefix="/"):
    """Those that need no argument."""
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if "<" in here or "(?" in here or here.startswith("/admin"):
            continue
        if isinstance(entry, URLPattern):
            yield here
        else:
            yield from addresses(entry, here)


@pytest.mark.parametrize("address", sorted(set(addresses(get_resolver()))))
def test_who_answers_get_answers_head_with_the_same_headers(client, address):
    whole, head = client.get(address), client.head(address)
    assert head.status_code == whole.status_code
    assert head.headers.get("Content-Type") == whole.headers.get("Content-Type")


@pytest.mark.parametrize("address", [*sorted(set(addresses(get_resolver()))), "/static/site/site.css"])
def test_every_answer_of_the_real_server_says_what_caches_and_browsers_need(site, address):
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", address)
    answer = connection.getresponse()
    body, headers = answer.read(), answer.headers
    assert abs(parsedate_to_datetime(headers["Date"]).timestamp() - time.time()) < 60
    assert int(headers["Content-Length"]) == len(body)
    assert headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in headers["Content-Security-Policy"]
    if body:
        assert headers["Content-Type"]
    if b"csrfmiddlewaretoken" in body or headers["Set-Cookie"]:
        assert "Cookie" in headers["Vary"] or headers["Cache-Control"] == "no-store"
    if "text/html" in headers.get("Content-Type", ""):
        assert headers.get_content_charset() == "utf-8"


def every_address(resolver, prefix="/"):
    """All that can be asked for when 1 stands for each number."""
    for entry in resolver.url_patterns:
        here = prefix + NUMBERED.sub("1", str(entry.pattern)).strip("^$").replace("\\.", ".")
        if isinstance(entry, URLPattern):
            yield from [here] if "<" not in here and "(" not in here else []
        else:
            yield from every_address(entry, here)


def everything():
    """All rows, but the visitor's own session and how often it was seen."""
    models = [model for model in apps.get_models() if model._meta.label not in {"sessions.Session", "auth.User"}]
    rows = [row for model in models for row in model.objects.order_by("pk")]
    return json.loads(serializers.serialize("json", rows))


WISHES = {"pk": "1", "confirmed": "1", "order": "close", "kind": "pause", "text": "Ici", "post": "yes"}  # of forms


def test_nothing_changes_by_get_whatever_a_teacher_is_led_to(admin_client):
    """A page of a pupil's can send the teacher's own browser to any address of the site."""
    Station.objects.create(pk=1, place="10.0.0.2", browser="")
    Pupil.objects.create(pk=1, name="Alice")
    addresses = sorted(set(every_address(get_resolver())) - {"/admin/logout/"})
    assert {"/classe/postes/vider", "/classe/collegues/1/fermer", "/admin/chat/room/1/delete/"} <= set(addresses)
    before = everything()
    for address in addresses:
        assert admin_client.get(address, WISHES).status_code < 500
    assert everything() == before
