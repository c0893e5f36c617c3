import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from chat.models import Message, Room
from classroom.models import Station
from nsi_site import processes
from nsi_site.diagnostic import machine
from nsi_site.diagnostic.finding import CAUTION, OK, TROUBLE
from tests.nsi_site.diagnostic.conftest import CLOSED
from tests.servers import ROOT

WITHOUT_DAPHNE = """
import runpy, sys
sys.modules["daphne"] = None
sys.argv = ["manage.py", "diagnostic"]
runpy.run_path("manage.py", run_name="__main__")
"""


def test_all_libraries_are_there():
    assert machine.libraries(CLOSED).level == OK


def test_a_missing_library_is_named_before_anything_is_imported():
    done = subprocess.run([sys.executable, "-c", WITHOUT_DAPHNE], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Il manque la bibliothèque «\xa0daphne\xa0». Lancez start.py" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_version_is_told(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    pins = "daphne==1.0 \\\n    --hash=sha256:0\nabsent-one==2 \\\nwinonly==3 ; sys_platform == 'none' \\\n"
    (tmp_path / "requirements.txt").write_text(pins, encoding="utf-8")
    found = machine.libraries(CLOSED)
    assert found.level == TROUBLE
    assert "daphne est en version" in found.what
    assert "absent-one manque." in found.what
    assert "winonly" not in found.what


def test_a_disk_with_less_than_the_least_is_told(tmp_path, settings, monkeypatch):
    settings.VAR_DIR = tmp_path
    assert machine.disk(CLOSED).level == OK
    monkeypatch.setattr(machine, "RESERVE", 2**60)
    assert machine.disk(CLOSED).level == TROUBLE


def test_a_pc_with_little_memory_left_is_told(monkeypatch):
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: SimpleNamespace(available=2**30))
    assert machine.memory(CLOSED).level == OK
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: SimpleNamespace(available=200 * 2**20))
    found = machine.memory(CLOSED)
    assert (found.level, found.what) == (CAUTION, "Il reste 200 Mo de mémoire sur ce PC.")


@pytest.mark.django_db
def test_a_clock_behind_what_was_already_lived_is_wrong():
    room = Room.objects.get(slug="accueil")
    assert machine.clock(CLOSED).level == OK
    Message.objects.create(
        room=room, number=1, client_id="x" * 16, user_name="Greg", text="x", sent_at=timezone.now() + timedelta(days=1)
    )
    found = machine.clock(CLOSED)
    assert found.level == TROUBLE
    assert "le site a déjà vécu le" in found.what


@pytest.mark.django_db
def test_a_clock_that_most_pcs_of_the_room_contradict_is_told():
    for number, gap in enumerate([3605, 3600, 3590, 0]):
        Station.objects.create(place=number, browser="", clock=gap)
    found = machine.clock(CLOSED)
    assert found.level == CAUTION
    assert "Il retarde de 0:59:55" in found.what


def test_several_servers_without_redis_are_found(monkeypatch):
    monkeypatch.setattr(processes, "divided", list)
    assert machine.several(CLOSED).level == OK
    monkeypatch.setattr(processes, "divided", lambda: [11, 12])
    found = machine.several(CLOSED)
    assert found.level == TROUBLE
    assert "2 processus" in found.what
    assert "(11, 12)" in found.what
