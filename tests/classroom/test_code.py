import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import HandIn, Seance
from pupils.models import Pupil, Version


@pytest.fixture
def greg(db):
    greg = Pupil.objects.create(name="Greg")
    for text in ("# avant", "# après <script>"):
        Version.objects.create(pupil=greg, project="mon-serveur", files={"views.py": text})
    return greg


def test_the_latest_code_is_read_as_text(teacher, greg):
    page = teacher.get(reverse("pupil-code", args=[greg.pk])).content.decode()
    assert "# après &lt;script&gt;" in page
    assert "# avant" not in page


def test_it_runs_in_the_teacher_s_own_workbench_under_a_name_of_its_own(teacher, greg):
    answer = teacher.get(reverse("run-code", args=[greg.pk, "mon-serveur"]))
    assert f'"id": "eleve-{greg.pk}-mon-serveur"' in answer.content.decode()
    assert "script-src" in answer.headers["Content-Security-Policy"]
    for missing in ("autre", "exercice-autre"):
        assert teacher.get(reverse("run-code", args=[greg.pk, missing])).status_code == 404


def test_an_exercise_that_was_handed_in_may_be_judged_again_and_is_counted_as_nobody_s(teacher, greg):
    seance = Seance.objects.create(title="S", exercises=["route"])
    projects = {"exercice-route": {"views.py": "# rendu"}, "mon-serveur": {}, "exercice-disparu": {"a.py": "# ici"}}
    copy = HandIn.objects.create(seance=seance, pupil=greg, projects=projects, passed=["route"])
    page = teacher.get(reverse("run-copy", args=[copy.pk, "exercice-route"])).content.decode()
    data = json.loads(re.search(r'id="workbench-data"[^>]*>(.*?)</script>', page)[1])
    name = f"rendu-{copy.pk}-exercice-route"
    assert data["project"] == {"id": name, "files": {"views.py": "# rendu"}}
    assert (data["task"]["slug"], data["task"]["title"]) == (name, "Votre première route")
    assert data["task"]["previous"] is None
    assert "<h1>Greg\xa0: Votre première route</h1>" in page
    for project in ("mon-serveur", "exercice-disparu"):
        assert (
            f"<h1>Greg\xa0: {project}</h1>"
            in teacher.get(reverse("run-copy", args=[copy.pk, project])).content.decode()
        )
    assert teacher.get(reverse("run-copy", args=[copy.pk, "autre"])).status_code == 404
    assert "Vérifier à nouveau" in teacher.get(reverse("copy", args=[copy.pk])).content.decode()


def test_nobody_but_staff_reads_another_s_code(greg):
    client = Client(SERVER_NAME="localhost")
    asked = {"pupil-code": [greg.pk], "run-code": [greg.pk, "mon-serveur"], "run-copy": [1, "mon-serveur"]}
    for name, arguments in asked.items():
        assert client.get(reverse(name, args=arguments)).status_code == 302
