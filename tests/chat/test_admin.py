import pytest
from django.urls import reverse

from chat import private
from chat.models import Message, Room
from tests.chat.clients import new_id

MESSAGES = reverse("admin:chat_message_changelist")
ROOMS = reverse("admin:chat_room_changelist")


@pytest.fixture
def message(room):
    return write(room, "gros mot")


def write(room, text):
    room.last_number += 1
    room.save()
    return Message.objects.create(room=room, number=room.last_number, client_id=new_id(), user_name="Greg", text=text)


@pytest.mark.parametrize("path", [MESSAGES, ROOMS, reverse("admin:index")])
def test_nobody_but_staff_gets_in(client, django_user_model, transactional_db, path):
    assert client.get(path).status_code == 302
    client.force_login(django_user_model.objects.create_user("pupil"))
    assert client.get(path).status_code == 302


def test_messages_are_shown_with_what_one_looks_for(admin_client, message):
    page = admin_client.get(MESSAGES).content.decode()
    for text in ("gros mot", "Greg", "Accueil", "numéro".capitalize(), "Envoyé le", "Retiré le"):
        assert text in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=gros", 1), ("?q=Greg", 1), ("?q=poli", 0), ("?sent_at__year=1999", 0), ("?room__id__exact={room}", 1)],
)
def test_messages_are_searched_and_filtered(admin_client, message, query, found):
    answer = admin_client.get(MESSAGES + query.format(room=message.room_id))
    assert answer.context["cl"].result_count == found


def test_one_page_asks_few_questions(admin_client, room, django_assert_max_num_queries):
    for n in range(30):
        write(room, f"{n}")
    with django_assert_max_num_queries(12):
        admin_client.get(MESSAGES)


@pytest.mark.parametrize("way", ["one", "selected"])
def test_removing_blanks_and_keeps_the_number(admin_client, message, way):
    if way == "one":
        answer = admin_client.post(reverse("admin:chat_message_delete", args=[message.pk]), {"post": "yes"})
    else:
        action = {"action": "delete_selected", "_selected_action": [message.pk], "post": "yes"}
        answer = admin_client.post(MESSAGES, action)
    assert answer.status_code == 302
    message.refresh_from_db()
    assert (message.text, message.number) == ("", 1)
    assert message.removed_at is not None


def test_nobody_writes_or_edits_messages(admin_client, message):
    assert admin_client.get(reverse("admin:chat_message_add")).status_code == 403
    change = reverse("admin:chat_message_change", args=[message.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"text": "autre"}).status_code == 403


def test_emptying_a_room_deletes_its_messages(admin_client, message):
    admin_client.post(ROOMS, {"action": "empty", "_selected_action": [message.room_id]})
    assert not Message.objects.exists()
    assert Room.objects.get().last_number == 0


def test_deleting_a_room_counts_its_messages_instead_of_listing_them(admin_client, message):
    other = Room.objects.create(title="Autre")
    write(other, "secret")
    delete = reverse("admin:chat_room_delete", args=[other.pk])
    page = admin_client.get(delete).content.decode()
    assert "Autre (1 message)" in page
    assert "Accueil (1 message)" not in page
    assert "Autre n° 1" not in page
    admin_client.post(delete, {"post": "yes"})
    assert not Room.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(("count", "words"), [(0, "0 message"), (1, "1 message"), (2, "2 messages")])
def test_the_number_of_messages_is_said_in_french(admin_client, room, count, words):
    other = Room.objects.create(title="Autre")
    for n in range(count):
        write(other, f"{n}")
    assert f"Autre ({words})" in admin_client.get(reverse("admin:chat_room_delete", args=[other.pk])).content.decode()


@pytest.fixture
def private_room(room):
    return Room.objects.enter(private.make_slug("a"))


@pytest.mark.parametrize("path", [ROOMS, MESSAGES])
def test_private_rooms_are_shown_when_asked_for_only(admin_client, room, private_room, path):
    for each in (room, private_room):
        write(each, f"dans {each.title}")
    shown = [admin_client.get(path + query).context["cl"].result_list for query in ("", "?prives=oui")]
    rooms = [[getattr(line, "room", line) for line in lines] for lines in shown]
    assert rooms == [[room], [private_room]]


def test_the_filter_by_room_offers_public_ones_only(admin_client, private_room):
    Room.objects.create(title="Autre")  # with one choice only, there is no filter
    page = admin_client.get(MESSAGES).content.decode()
    assert f"room__id__exact={Room.objects.get(slug='accueil').pk}" in page
    assert f"room__id__exact={private_room.pk}" not in page


def test_muting_from_the_list_is_announced(admin_client, room, monkeypatch):
    announced = []
    monkeypatch.setattr("chat.admin.announce_room", lambda room: announced.append(room.muted))
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": room.pk, "form-0-muted": "on", "_save": "1"}
    admin_client.post(ROOMS, form)
    assert announced == [True]


@pytest.mark.parametrize("slug", ["formulaire", "simple", "prive-eleves"])
def test_a_reserved_address_is_refused_with_the_reason(admin_client, room, slug):
    answer = admin_client.post(reverse("admin:chat_room_add"), {"title": "Essai", "slug": slug})
    assert "Cette adresse est réservée" in answer.content.decode()


def test_the_room_where_all_arrive_cannot_be_deleted(admin_client, message):
    admin_client.post(reverse("admin:chat_room_delete", args=[message.room_id]), {"post": "yes"})
    assert Room.objects.filter(pk=message.room_id).exists()


def test_a_room_is_closed_from_the_list(admin_client, room):
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": room.pk, "form-0-closed": "on", "_save": "1"}
    assert admin_client.post(ROOMS, form).status_code == 302
    room.refresh_from_db()
    assert room.closed
