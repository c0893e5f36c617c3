import io
import json
import zipfile

import pytest
from django.urls import reverse

from workbench import archive, engine

pytestmark = pytest.mark.django_db


def test_the_page_has_the_first_project_and_where_the_engine_is(client, settings, tmp_path):
    settings.ENGINE_DIR = tmp_path
    settings.VAR_DIR = tmp_path
    home = engine.home(tmp_path)
    home.mkdir()
    for name in engine.ENGINE:
        (home / name).write_bytes(b"12345")
    data = client.get(reverse("workbench")).context["data"]
    assert set(data["project"]["files"]) == set(archive.starter())
    assert data["given"] == archive.given()
    assert data["engine"]["files"][0] == {
        "name": "pyodide.mjs",
        "url": f"/static/moteur/{engine.fingerprint()}/pyodide.mjs",
        "size": 5,
    }
    assert [file["name"] for file in data["engine"]["files"]][-2:] == ["libraries", "stage"]


def test_a_site_without_the_engine_says_so(client, settings, tmp_path):
    settings.ENGINE_DIR = tmp_path
    answer = client.get(reverse("workbench"))
    assert answer.status_code == 200
    assert "n’a pas pu installer" in answer.content.decode()


def post(client, name, body, content_type="application/json"):
    return client.post(reverse(name), body, content_type=content_type)


def test_a_project_goes_out_as_a_zip_and_comes_back(client):
    answer = post(client, "project-zip", json.dumps({"name": "Mon Projet", "files": {"views.py": "x = 1"}}))
    assert answer["Content-Disposition"] == 'attachment; filename="mon-projet.zip"'
    assert "mon-projet/views.py" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    opened = post(client, "open-project", answer.content, "application/zip")
    assert opened.json() == {"files": {"views.py": "x = 1"}}


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"name": "a", "files": 3}', "[" * 60_000, '{"name": "a", "files": {"../a.py": ""}}']
)
def test_a_bad_project_gets_a_sentence(client, body):
    answer = post(client, "project-zip", body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_bad_zip_gets_a_sentence(client):
    answer = post(client, "open-project", b"hello", "application/zip")
    assert (answer.status_code, answer.json()) == (400, {"error": "Ce fichier n’est pas un zip lisible."})
