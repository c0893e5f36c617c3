import pytest
from django.contrib.auth import get_user_model

from pupils.models import Pupil
from relay import keys, opening, origin
from relay.models import Server
from relay.slugs import server_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def greg(monkeypatch):
    monkeypatch.setattr(origin, "ports", {"site": 8000, "chez": 8001})
    return server_of(Pupil.objects.create(name="Greg"))


@pytest.fixture
def teacher(client):
    client.force_login(get_user_model().objects.create_user("prof", password="x", is_staff=True))
    return client


@pytest.mark.parametrize(
    ("asked", "led"),
    [("", "/"), ("/", "/"), ("/page2?a=1&b=%C3%A9", "/page2?a=1&b=%C3%A9"), ("/%C3%A9t%C3%A9", "/%C3%A9t%C3%A9")],
)
def test_the_site_s_address_leads_to_the_server_s_own_origin(client, greg, asked, led):
    answer = client.get(f"/chez/greg{asked}", HTTP_HOST="127.0.0.1:8000")
    address, _, rest = answer["Location"].partition("/~")
    key, slash, rest = rest.partition("/")
    assert (answer.status_code, address, slash + rest) == (302, "http://127.0.0.1:8001/chez/greg", led)
    found = keys.read(key, "127.0.0.1")
    assert (found.server, found.claim, found.entered) == (greg.pk, 0, False)


def test_nothing_is_sent_there_but_by_get(client, greg):
    assert client.post("/chez/greg/").status_code == 405
    assert client.get("/chez/personne/").status_code == 404


def test_without_an_origin_of_its_own_there_is_no_way(client, greg, monkeypatch):
    monkeypatch.setattr(origin, "ports", {})
    assert client.get("/chez/greg/").status_code == 404


def test_the_list_says_whether_chez_is_open(client):
    assert "n’a pas ouvert" in client.get("/chez/").content.decode()
    opening.open()
    page = client.get("/chez/").content.decode()
    assert "n’a pas ouvert" not in page
    assert "Pour le professeur" not in page


@pytest.mark.parametrize("order", ["open", "close", "close-one", "let-back", "x"])
def test_pupils_give_no_orders(client, greg, order):
    assert client.post("/chez/", {"order": order, "slug": "greg"}).status_code == 403
    assert not opening.is_open()
    assert not Server.objects.get().stopped


def test_the_teacher_opens_closes_and_reads_what_a_closed_server_showed_last(teacher, greg):
    teacher.post("/chez/", {"order": "open"})
    assert opening.is_open()
    teacher.post("/chez/", {"order": "close-one", "slug": "greg"})
    Server.objects.update(proof="<script>alert(1)</script>", proof_path="/mur", proof_at="2026-01-01T00:00Z")
    page = teacher.get("/chez/?preuve=greg").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    teacher.post("/chez/", {"order": "let-back", "slug": "greg"})
    assert not Server.objects.get().stopped
    assert '<a href="/chez/?preuve=greg">Greg</a>' in teacher.get("/chez/").content.decode()
    teacher.post("/chez/", {"order": "close"})
    assert not opening.is_open()
    assert teacher.post("/chez/", {"order": "x"}).status_code == 403


def test_what_a_closed_server_showed_is_for_the_teacher_alone(client, greg):
    Server.objects.update(proof="honte", proof_path="/", proof_at="2026-01-01T00:00Z", stopped=True)
    assert "honte" not in client.get("/chez/?preuve=greg").content.decode()
