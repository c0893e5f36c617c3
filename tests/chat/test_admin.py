import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.timezone import override

from chat import history, private
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
    [
        ("?q=gros", 1),
        ("?q=GRÔS", 1),
        ("?q=gr%C3%A9g", 1),
        ("?q=Greg", 1),
        ("?q=poli", 0),
        ("?sent_at__year=1999", 0),
        ("?room__id__exact={room}", 1),
    ],
)
def test_messages_are_searched_and_filtered(admin_client, message, query, found):
    answer = admin_client.get(MESSAGES + query.format(room=message.room_id))
    assert answer.context["cl"].result_count == found


def test_the_list_counts_no_further_than_one_leafs(admin_client, room, monkeypatch):
    monkeypatch.setattr("chat.admin.LEAFED", 3)
    monkeypatch.setattr("chat.admin.MessageAdmin.list_per_page", 2)
    for n in range(5):
        write(room, f"{n}")
    pages = [admin_client.get(f"{MESSAGES}?p={number}").context["cl"] for number in (1, 2)]
    assert [page.result_count for page in pages] == [3, 3]
    assert [[message.text for message in page.result_list] for page in pages] == [["4", "3"], ["2"]]


def test_one_page_asks_few_questions(admin_client, room, django_assert_max_num_queries):
    for n in range(30):
        write(room, f"{n}")
    with django_assert_max_num_queries(12):
        admin_client.get(MESSAGES)


def test_neither_counting_nor_searching_reads_more_than_needed(admin_client, room, django_assert_max_num_queries):
    write(room, "gros mot")
    with django_assert_max_num_queries(20) as asked:
        admin_client.get(f"{MESSAGES}?q=gros")
    queries = [query["sql"] for query in asked.captured_queries if 'FROM "chat_message"' in query["sql"]]
    assert len(queries) == 3  # since when, how many, and those of the page
    assert "JOIN" not in queries[1]
    assert '"sent_at" >= ' in queries[2]
    assert "FOLD(" not in "".join(queries)  # the index has told it


def confirm(client, path, **action):
    """Choose an action, read the page that asks, send its form: the page, and the answer to its form."""
    page = client.post(path, action)
    html = page.content.decode()
    fields = re.findall(r'<input type="(?:hidden|submit)" name="(\w+)" value="([^"]*)"', html.split('id="content"')[1])
    assert len(fields) < 110
    return html, client.post(path, dict(fields))


@pytest.mark.parametrize("way", ["one", "selected"])
def test_removing_shows_who_said_what_and_keeps_it_for_staff(admin_client, message, way):
    if way == "one":
        path = reverse("admin:chat_message_delete", args=[message.pk])
        page, answer = admin_client.get(path).content.decode(), admin_client.post(path, {"post": "yes"})
    else:
        page, answer = confirm(admin_client, MESSAGES, action="delete_selected", _selected_action=message.pk)
    assert "<bdi>Greg</bdi>\u00a0: <bdi>gros mot</bdi> (<bdi>Accueil n° 1</bdi>)" in page
    assert answer.status_code == 302
    message.refresh_from_db()
    assert (message.text, message.number, message.removed_by) == ("gros mot", 1, "admin")
    assert "gros mot" not in history.opening(message.room_id, None, "").frames[1]


def test_thousands_found_by_a_search_are_removed_at_once(admin_client, room, monkeypatch):
    announced = []
    monkeypatch.setattr("chat.admin.announce_removed", lambda key, numbers: announced.append((key, len(numbers))))
    fields = {"room": room, "user_name": "Greg"}
    lines = [Message(number=n, client_id=f"{n}", text="zut" if n < 2500 else "bonjour", **fields) for n in range(2600)]
    Message.objects.bulk_create(lines)
    action = {"action": "delete_selected", "select_across": "1", "_selected_action": lines[0].pk}
    page, answer = confirm(admin_client, f"{MESSAGES}?q=zut", **action)
    assert "Retirer 2500\u00a0messages" in page
    assert "2450 de plus" in page
    assert answer.status_code == 302
    assert announced == [(room.pk, 2500)]
    assert room.messages.filter(removed_at=None).count() == 100
    assert LogEntry.objects.count() == 1


def test_what_was_written_after_the_question_stays(admin_client, room):
    write(room, "zut")
    action = {"action": "delete_selected", "select_across": "1", "_selected_action": "1"}
    page = admin_client.post(MESSAGES, action)
    up_to = page.context["up_to"]
    write(room, "arrivé entre-temps")
    admin_client.post(MESSAGES, action | {"confirmed": "oui", "up_to": up_to})
    assert list(room.messages.filter(removed_at=None).values_list("text", flat=True)) == ["arrivé entre-temps"]


OUT_OF_RANGE = [
    *("year=1", "year=0", "year=-1", "year=9999", "year=99999999999999999999", "year=x"),
    *("year=9999&sent_at__month=12&sent_at__day=31", "gte=0001-01-01", "lt=9999-12-31+23:59:59%2B00:00", "gte=x"),
]


@pytest.mark.parametrize("query", OUT_OF_RANGE)
def test_a_date_out_of_range_is_no_crash(admin_client, message, query):
    assert admin_client.get(f"{MESSAGES}?sent_at__{query}", follow=True).status_code == 200


@pytest.mark.parametrize("path", [MESSAGES, ROOMS])
def test_the_lists_speak_french(admin_client, message, path):
    Room.objects.create(title="Autre")
    page = admin_client.get(path).content.decode()
    for clumsy in ("Sélectionnez l’objet", "Sélectionnez l'objet", "Par dans la liste", "Par envoyé le", "Par fermé "):
        assert clumsy not in page
    assert "Par sorte de salon" in " ".join(page.split())


def test_what_deleting_takes_away_is_counted_in_french(admin_client, message):
    page = admin_client.get(reverse("admin:chat_message_delete", args=[message.pk])).content.decode()
    assert "<li>Messages\u00a0: 1</li>" in page.replace("&nbsp;", "\u00a0")


def test_words_of_another_direction_turn_nothing_around_them(admin_client, message):
    Message.objects.update(text="שלום", user_name="דנה")
    for path in (MESSAGES, reverse("admin:chat_message_delete", args=[message.pk])):
        page = admin_client.get(path).content.decode()
        assert "<bdi>שלום</bdi>" in page
        assert "<bdi>דנה</bdi>" in page
    Room.objects.update(title="שלום")
    assert "<bdi>שלום</bdi>" in admin_client.get(ROOMS).content.decode()
    assert 'dir="auto"' in admin_client.get(reverse("admin:chat_room_change", args=[message.room_id])).content.decode()


def test_two_rooms_never_have_the_same_title(admin_client, room):
    answer = admin_client.post(reverse("admin:chat_room_add"), {"title": "ACCUEIL", "slug": "autre"})
    assert "Un salon a déjà ce titre." in answer.content.decode()
    answer = admin_client.post(
        reverse("admin:chat_room_change", args=[room.pk]), {"title": "ACCUEIL", "slug": "accueil"}
    )
    assert answer.status_code == 302


def test_deleting_many_rooms_writes_one_line_in_the_log(admin_client, room):
    rooms = [Room.objects.create(title=f"Salon {n}") for n in range(5)]
    action = {"action": "delete_selected", "_selected_action": [room.pk for room in rooms], "post": "yes"}
    admin_client.post(ROOMS, action)
    assert [str(entry.object_repr) for entry in LogEntry.objects.all()] == [
        "5\u00a0salons\u00a0: Salon 0, Salon 1, Salon 2, …"
    ]


def test_nobody_writes_or_edits_messages(admin_client, message):
    assert admin_client.get(reverse("admin:chat_message_add")).status_code == 403
    change = reverse("admin:chat_message_change", args=[message.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"text": "autre"}).status_code == 403


def test_emptying_a_room_asks_first_and_deletes_its_messages(admin_client, message):
    admin_client.post(ROOMS, {"action": "empty", "_selected_action": [message.room_id]})
    assert Message.objects.exists()
    page, _answer = confirm(admin_client, ROOMS, action="empty", _selected_action=message.room_id)
    assert "Effacer 1\u00a0message pour toujours" in page
    assert "Accueil\u00a0: 1\u00a0message" in page
    assert not Message.objects.exists()
    assert Room.objects.get().last_number == 0


def test_deleting_a_room_counts_its_messages_instead_of_listing_them(admin_client, message):
    other = Room.objects.create(title="Autre")
    write(other, "secret")
    delete = reverse("admin:chat_room_delete", args=[other.pk])
    page = admin_client.get(delete).content.decode()
    assert "Autre (1\u00a0message)" in page
    assert "Accueil (1\u00a0message)" not in page
    assert "Autre n° 1" not in page
    admin_client.post(delete, {"post": "yes"})
    assert not Room.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(("count", "words"), [(0, "0 message"), (1, "1 message"), (2, "2 messages")])
def test_the_number_of_messages_is_said_in_french(admin_client, room, count, words):
    other = Room.objects.create(title="Autre")
    for n in range(count):
        write(other, f"{n}")
    assert (
        f"Autre ({words})".replace(" m", "\u00a0m")
        in admin_client.get(reverse("admin:chat_room_delete", args=[other.pk])).content.decode()
    )


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


def test_the_list_says_who_removed_what_and_who_is_staff(admin_client, message):
    Message.objects.update(removed_at="2026-11-26T08:30:00Z", removed_by="prof", by_staff=True)
    with override("Europe/Paris"):
        page = admin_client.get(MESSAGES).content.decode()
    assert "26 novembre 2026 09:30 par prof" in page
    assert "<bdi>Greg</bdi> (professeur)" in page
