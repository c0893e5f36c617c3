import json

import pytest

from pupils.models import Pupil, Version
from pupils.notes import MAX_NOTEBOOK, MAX_NOTES, MAX_VALUE
from pupils.projects import MAX_FILE, MAX_FILES, MAX_KEPT, MAX_PROJECT


def send(browser, path, content):
    return browser.post(path, json.dumps(content), content_type="application/json")


def test_notes_are_kept_key_by_key(browser, alice):
    send(browser, "/eleve/notes", {"a": "1", "b": "2"})
    assert send(browser, "/eleve/notes", {"a": "3", "b": ""}).json() == {"a": "3"}
    assert browser.get("/eleve/notes").json() == {"a": "3"}


@pytest.mark.parametrize(
    "content", [None, [], {"a": 1}, {"a": "\0"}, {"x" * 101: "v"}, {"a": "é" * (MAX_VALUE // 2 + 1)}]
)
def test_what_is_no_note_is_refused_and_nothing_written(browser, alice, content):
    assert send(browser, "/eleve/notes", content).status_code == 400
    assert browser.get("/eleve/notes").json() == {}


def test_garbled_json_is_refused(browser, alice):
    for body in ("{", "[" * 100_000, "\xff"):
        answer = browser.post("/eleve/notes", body, content_type="application/json")
        assert (answer.status_code, "detail" in answer.json()) == (400, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "content"), [("/eleve/notes", {"a": "1"}), ("/eleve/projets/p", {"files": {"a.py": "1"}, "reason": ""})]
)
def test_a_class_that_is_put_away_meanwhile_is_told_so(client, monkeypatch, path, content):
    gone = Pupil.objects.create(name="Alice")
    monkeypatch.setattr("pupils.identity.current", lambda request: gone)
    Pupil.objects.filter(pk=gone.pk).delete()
    assert send(client, path, content).status_code == 403


def test_notes_have_a_bound(browser, alice):
    assert send(browser, "/eleve/notes", {f"k{n}": "v" for n in range(MAX_NOTES)}).status_code == 200
    assert send(browser, "/eleve/notes", {"one more": "v"}).status_code == 400
    assert len(browser.get("/eleve/notes").json()) == MAX_NOTES


def test_notes_have_a_bound_in_bytes(browser, alice):
    full = MAX_NOTEBOOK // MAX_VALUE
    for number in range(full):
        assert send(browser, "/eleve/notes", {f"k{number}": "é" * (MAX_VALUE // 2)}).status_code == 200
    assert send(browser, "/eleve/notes", {"one more": "é" * (MAX_VALUE // 2)}).status_code == 400
    assert alice.notes.count() == full


def test_the_largest_project_is_kept(browser, alice):
    files = {f"{number}.py": "é" * (MAX_FILE // 2) for number in range(MAX_FILES)}
    answer = browser.post("/eleve/projets/p", json.dumps({"files": files}, ensure_ascii=False), "application/json")
    assert answer.status_code == 200
    assert Version.objects.get().size == sum(len(path) for path in files) + MAX_FILES * MAX_FILE


def test_projects_of_a_pupil_have_a_bound_in_bytes(browser, alice):
    send(browser, "/eleve/projets/p", {"files": {"a.py": "1"}})
    Version.objects.update(size=MAX_KEPT + 1)
    answer = send(browser, "/eleve/projets/other", {"files": {"a.py": "1"}})
    assert (answer.status_code, "plus de place" in answer.json()["detail"]) == (400, True)
    assert Version.objects.count() == 1


def test_a_project_s_address_has_a_bound(browser, alice):
    assert send(browser, f"/eleve/projets/{'p' * MAX_PROJECT}", {"files": {"a.py": "1"}}).status_code == 200
    assert send(browser, f"/eleve/projets/{'p' * (MAX_PROJECT + 1)}", {"files": {"a.py": "1"}}).status_code == 400


def test_a_project_comes_back_version_by_version(browser, alice):
    send(browser, "/eleve/projets/chat", {"files": {"a.py": "1"}, "reason": "essai"})
    kept = send(browser, "/eleve/projets/chat", {"files": {"a.py": "2"}}).json()["versions"]
    assert [version["reason"] for version in kept] == ["", "essai"]
    oldest = browser.get(f"/eleve/projets/chat/{kept[-1]['number']}").json()
    assert oldest["files"] == {"a.py": "1"}


def test_what_is_no_project_is_refused(browser, alice):
    for content in (None, {}, {"files": {"../a": ""}}, {"files": {}, "reason": 1}):
        assert send(browser, "/eleve/projets/chat", content).status_code == 400
    assert not Version.objects.exists()


def test_nobody_reads_another_one_s_work(browser, alice, other):
    send(browser, "/eleve/projets/chat", {"files": {"a.py": "1"}})
    number = Version.objects.get().pk
    assert other.get("/eleve/projets/chat").status_code == 403
    other.take("Bob")
    assert other.get("/eleve/projets/chat").json() == {"versions": []}
    assert other.get(f"/eleve/projets/chat/{number}").status_code == 404


def test_without_a_name_one_is_told_where_the_work_stays(browser):
    assert "reste dans ce navigateur" in browser.get("/eleve/notes").json()["detail"]
