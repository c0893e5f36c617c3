import pytest
from django.test import Client
from django.urls import reverse

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
    assert teacher.get(reverse("run-code", args=[greg.pk, "autre"])).status_code == 404


def test_nobody_but_staff_reads_another_s_code(greg):
    client = Client(SERVER_NAME="localhost")
    for address in (reverse("pupil-code", args=[greg.pk]), reverse("run-code", args=[greg.pk, "mon-serveur"])):
        assert client.get(address).status_code == 302
