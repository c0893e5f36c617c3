import pytest
from django.templatetags.static import static
from django.urls import reverse


def policy(client, name):
    header = client.get(reverse(name))["Content-Security-Policy"]
    return dict(directive.split(" ", 1) for directive in header.split("; "))


def test_the_engine_has_no_origin_and_no_network(client):
    words = policy(client, "engine-frame")
    assert words["sandbox"] == "allow-scripts"
    assert words["default-src"] == "'none'"
    assert words["script-src"] == f"http://localhost{static('workbench/frame.js')} blob: 'wasm-unsafe-eval'"
    assert "connect-src" not in words


def test_the_pane_has_no_origin_and_no_network(client):
    words = policy(client, "pane-frame")
    assert words["sandbox"] == "allow-scripts allow-forms"
    assert words["default-src"] == words["form-action"] == "'none'"
    assert [word for word in words.values() if "http" in word] == ["http://localhost"]  # who may hold it


@pytest.mark.django_db
def test_the_page_may_hold_these_two_frames_and_no_other(client):
    words = policy(client, "workbench")
    assert words["frame-src"] == "http://localhost/mon-serveur/moteur http://localhost/mon-serveur/volet"
    assert "unsafe" not in str(words)
    assert words["script-src"] == "http://localhost/static/"


def test_the_pane_s_script_is_written_in_it(client):
    page = client.get(reverse("pane-frame")).content.decode()
    assert "new DOMParser()" in page
    assert "})();</script>" in page


def test_only_get(client):
    assert client.post(reverse("engine-frame")).status_code == 405
    assert client.post(reverse("pane-frame")).status_code == 405
