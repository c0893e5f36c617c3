import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from classroom.models import Station
from classroom.stations import TRIALS, summary
from pupils.models import Pupil

pytestmark = pytest.mark.django_db
GOOD = {
    "modules": True,
    "web_assembly": True,
    "sockets": True,
    "cookies": True,
    "storage": True,
    "chez": True,
    "speed": 11.5,
    "engine": 9.2,
}


def tell(client=None, address="10.0.0.2", **found):
    client = client or Client(SERVER_NAME="localhost")
    told = json.dumps(GOOD | {"time": timezone.now().timestamp()} | found)
    return client.post("/poste", told, content_type="application/json", REMOTE_ADDR=address)


def test_the_page_lists_what_is_tried_and_may_reach_nothing_else(client):
    answer = client.get("/poste")
    assert answer.content.decode().count("data-trial=") == len(TRIALS)
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["connect-src"].split() == [
        "http://localhost/static/",
        "http://localhost/poste",
        "http://localhost/eleve/",
        "ws://localhost/ws/",
    ]
    assert policy["frame-src"] == "http://localhost/mon-serveur/moteur"


def test_a_pc_that_has_all_is_ready():
    assert tell().json() == {"lacks": [], "weaknesses": []}


def test_an_old_browser_says_no_more_than_that():
    answer = Client(SERVER_NAME="localhost").post("/poste", '{"modules": false}', content_type="text/plain")
    assert answer.json() == {"lacks": ["navigateur trop ancien"], "weaknesses": []}


@pytest.mark.parametrize(
    "body", ["", "[", "[1]", '{"speed": "x"}', '{"engine": -1}', '{"engine": NaN}', '{"speed": 1e400}', '"x"', "{}" * 2]
)
def test_nonsense_is_refused_and_nothing_stays(body):
    answer = Client(SERVER_NAME="localhost").post("/poste", body, content_type="application/json")
    assert answer.status_code == 400
    assert not Station.objects.exists()


def test_one_pc_is_one_row_with_its_last_try():
    tell(engine=None)
    tell()
    tell(address="10.0.0.3")
    assert [row.lacks for row in Station.objects.all()] == [[], []]


def test_where_many_share_an_address_browsers_are_told_apart(settings):
    settings.SHARED_ADDRESS = True
    tell(browser_mark="0123456789abcdef")
    tell(browser_mark="fedcba9876543210")
    tell(browser_mark="fedcba9876543210")
    assert Station.objects.count() == 2


def test_the_rows_are_bounded_and_go_after_a_week(monkeypatch):
    monkeypatch.setattr(Station, "MOST", 2)
    answers = [tell(address=f"10.0.0.{number}").status_code for number in range(3)]
    assert answers == [200, 200, 429]
    Station.objects.update(tried_at=timezone.now() - Station.KEPT_FOR - timedelta(minutes=1))
    assert tell(address="10.0.0.9").status_code == 200
    assert Station.objects.count() == 1


def test_the_desk_reads_how_many_are_ready_and_who_is_not(admin_client):
    for number in range(3):
        tell(address=f"10.0.0.{number}")
    alice = Pupil.objects.create(name="Alice")
    pupil = Client(SERVER_NAME="localhost")
    pupil.cookies["eleve"] = alice.token
    tell(pupil, address="10.0.0.8", web_assembly=False, engine=None)
    text = admin_client.get("/classe/postes").content.decode()
    assert "3 prêts, 1 sans WebAssembly" in text
    assert text.index("10.0.0.8") < text.index("10.0.0.0")


def test_summary_counts_one_thing_a_pc():
    ready = Station(place="a", **GOOD)
    blocked = Station(place="b", **GOOD | {"sockets": False, "cookies": False})
    assert summary([ready]) == "1 prêt"
    assert summary([ready, ready, blocked]) == "2 prêts, 1 WebSockets bloquées"


def test_the_list_is_for_staff_and_is_emptied_by_post_alone(admin_client, client):
    tell()
    assert client.get("/classe/postes").status_code == 302
    assert admin_client.get("/classe/postes/vider").status_code == 405
    assert Station.objects.count() == 1
    admin_client.post("/classe/postes/vider")
    assert Station.objects.count() == 0
    assert "Aucun poste" in admin_client.get("/classe/postes").content.decode()


def test_a_report_without_the_form_s_token_is_refused():
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert tell(strict).status_code == 403
