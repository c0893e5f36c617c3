import pytest

from nsi_site import checks, processes


def test_processes_that_do_not_know_each_other_are_told(monkeypatch):
    monkeypatch.setattr(processes, "divided", list)
    assert checks.processes_know_each_other(None) == []
    monkeypatch.setattr(processes, "divided", lambda: [11, 12])
    (warning,) = checks.processes_know_each_other(None)
    assert "(11, 12)" in warning.msg


@pytest.mark.parametrize(
    ("redis", "key", "debug", "told"),
    [
        ("redis://x", "", False, ["nsi_site.W002"]),
        ("redis://x", "of all", False, []),
        ("redis://x", "", True, []),
        ("", "", False, []),
    ],
)
def test_a_key_of_the_folder_s_own_does_not_serve_several(settings, monkeypatch, redis, key, debug, told):
    settings.REDIS_URL, settings.DEBUG = redis, debug
    monkeypatch.setenv("SECRET_KEY", key)
    assert [warning.id for warning in checks.key_is_everybody_s(None)] == told
