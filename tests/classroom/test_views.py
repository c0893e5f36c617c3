import json

import pytest
from django.contrib.auth.models import User
from django.urls import get_resolver, reverse

from chat.models import Message, Room
from classroom.models import Act, Block, Screen
from pupils.models import Pupil

PAGES = ["desk", "desk-chat", "desk-acts", "names-list"]


@pytest.fixture
def insult(db):
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    greg = Pupil.objects.create(name="Greg", address="10.0.0.9")
    for number, text in enumerate(["bonjour", "gros nul"], 1):
        Message.objects.create(
            room=room, number=number, client_id=f"{number}", user_name="Greg", text=text, author=greg.pk
        )
    return Message.objects.get(text="gros nul")


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_is_for_staff_alone(client, db, page):
    client.force_login(User.objects.create_user("somebody"))
    assert client.get(reverse(page)).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_its_pages_open(teacher, insult, page):
    assert teacher.get(reverse(page)).status_code == 200


def test_orders_are_for_staff_alone_and_by_post_alone(client, teacher, insult):
    address, form = reverse("desk-order", args=["retirer"]), {"pk": insult.pk, "confirmed": "1"}
    assert teacher.get(address, form).status_code == 405
    client.logout()
    assert client.post(address, form).status_code == 302
    insult.refresh_from_db()
    assert insult.removed_at is None


def test_nothing_at_the_desk_changes_by_get(teacher, insult):
    before = list(Message.objects.values()), list(Room.objects.values()), list(Pupil.objects.values("muted", "blocked"))
    for pattern in get_resolver("classroom.urls").url_patterns:
        asked = pattern.pattern.regex.groupindex
        arguments = {name: {"name": "vider", "format": "csv"}.get(name, 1) for name in asked}
        teacher.get(reverse(pattern.name, kwargs=arguments), {"pk": 1, "confirmed": "1", "kind": "pause"})
    after = list(Message.objects.values()), list(Room.objects.values()), list(Pupil.objects.values("muted", "blocked"))
    assert after == before
    assert not Screen.objects.exists()


def test_the_desk_is_one_click_away_wherever_a_teacher_is_signed_in(teacher, client):
    for name in ("lesson", "rooms", "exercises", "workbench", "join"):
        assert f'href="{reverse("desk")}"' in teacher.get(reverse(name)).content.decode()
    client.logout()
    assert f'href="{reverse("desk")}"' not in client.get(reverse("lesson")).content.decode()


def test_what_destroys_asks_and_says_what_it_will_do(teacher, insult):
    address = reverse("desk-order", args=["retirer-tout"])
    page = teacher.post(address, {"pk": insult.pk}).content.decode()
    assert "Retirer tous les messages de Greg (2)" in page
    assert "gros nul" in page
    assert not Message.objects.exclude(removed_at=None).exists()
    teacher.post(address, {"pk": insult.pk, "confirmed": "1", "page": "/classe/chat"})
    assert not Message.objects.filter(removed_at=None).exists()
    assert set(Message.objects.values_list("text", flat=True)) == {"bonjour", "gros nul"}  # the proof
    assert Act.objects.get().what == "Retirer tous les messages de Greg (2)"
    assert Act.objects.get().by == "prof"


def test_an_order_that_is_none_or_has_no_target_is_an_answer_not_an_error(teacher, insult):
    assert teacher.post(reverse("desk-order", args=["danser"]), {"pk": insult.pk}).status_code == 302
    assert teacher.post(reverse("desk-order", args=["retirer"]), {"pk": 10**6}).status_code == 404
    assert teacher.post(reverse("desk-order", args=["retirer"]), {"pk": "x"}).status_code == 302
    assert (
        teacher.post(reverse("desk-order", args=["renommer"]), {"pk": insult.room_id, "value": " "}).status_code == 302
    )
    assert not Act.objects.exists()


def test_the_addresses_that_ask_the_most_are_listed_with_who_is_there(teacher, insult, settings):
    settings.CLASSROOM_LOAD = f"{__name__}.two_addresses"
    page = teacher.get(reverse("desk-chat")).content.decode()
    assert page.index("10.0.0.9") < page.index("127.0.0.1")
    assert "<bdi>Greg</bdi>" in page
    assert "3,9\xa0Kio" in page or "3,9\xa0Ko" in page
    assert page.count("Bloquer ce poste…") == 3  # two messages, one address that is not this PC
    asked = teacher.post(reverse("desk-order", args=["bloquer-poste"]), {"pk": "10.0.0.9"}).content.decode()
    assert 'value="10.0.0.9"' in asked
    teacher.post(reverse("desk-order", args=["bloquer-poste"]), {"pk": "10.0.0.9", "confirmed": "1"})
    assert Block.objects.get().address == "10.0.0.9"


def two_addresses():
    here = {"address": "127.0.0.1", "connections": 1, "received": 10, "own": True}
    return [{"address": "10.0.0.9", "connections": 40, "received": 4000, "own": False}, here]


def test_what_all_screens_are_shown_is_kept_once_however_long_the_teacher_types(teacher):
    for text in ("d", "de", "def"):
        teacher.post(reverse("desk-screen"), {"kind": "code", "text": text})
    teacher.post(reverse("desk-screen"), {"kind": ""})
    assert [act.what for act in Act.objects.all()] == ["Rendre les écrans", "Mettre son code au tableau"]


def test_one_goes_back_to_a_page_of_ours_only(teacher, insult):
    for page, expected in {
        "/classe/chat": "/classe/chat",
        "//evil.example/": "/classe",
        "javascript:1": "/classe",
    }.items():
        answer = teacher.post(reverse("desk-order", args=["silence"]), {"pk": insult.room_id, "page": page})
        assert answer.headers["Location"] == expected


def test_a_wrong_order_for_the_screens_is_told(teacher):
    json = {"headers": {"Accept": "application/json"}}
    assert teacher.post(reverse("desk-screen"), {"kind": "pause", "text": "Ici !"}, **json).status_code == 204
    assert teacher.post(reverse("desk-screen"), {"kind": "fireworks"}, **json).status_code == 400
    answer = teacher.post(reverse("desk-screen"), {"kind": "exchange", "pupil": "1"}, **json)
    assert answer.status_code == 400
    assert "aucun échange" in answer.content.decode()
    assert Screen.objects.current().text == "Ici !"


def test_a_room_is_exported_without_what_was_removed(teacher):
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    for number, text in enumerate(["=1+1", "gros nul"], 1):
        Message.objects.create(room=room, number=number, client_id=str(number), user_name="Zoé", text=text)
    Message.objects.filter(number=2).remove(by="prof")
    as_csv = teacher.get(reverse("export-room", args=[room.pk, "csv"])).content.decode("utf-8-sig")
    assert "'=1+1" in as_csv
    as_json = json.loads(teacher.get(reverse("export-room", args=[room.pk, "json"])).content)
    assert [message["text"] for message in as_json] == ["=1+1"]
    assert "gros nul" not in as_csv
