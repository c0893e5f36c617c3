import json
from datetime import timedelta

import pytest
from django.utils import timezone

from chat import history
from chat.events import Refusal
from chat.ledger import Saved
from chat.models import Message, Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    room = Room.objects.get(slug="accueil")
    Message.objects.bulk_create(
        Message(room=room, number=n, client_id=f"{n}", user_name="Greg", text=f"{n}") for n in range(1, 451)
    )
    room.last_number = 450
    room.save()
    return room


def numbers(messages):
    return [message.number for message in messages]


def test_a_page_holds_two_hundred(room):
    page, more = history.page_after(room.pk, 0)
    assert (numbers(page), more) == (list(range(1, 201)), True)
    page, more = history.page_after(room.pk, 250)
    assert (numbers(page), more) == (list(range(251, 451)), False)


def test_earlier_pages_come_oldest_first(room):
    page, more = history.page_before(room.pk, 300)
    assert (numbers(page), more) == (list(range(100, 300)), True)
    page, more = history.page_before(room.pk, 4)
    assert (numbers(page), more) == ([1, 2, 3], False)


def test_a_page_fits_in_a_frame(room):
    Message.objects.update(text="é" * 2000)
    page, more = history.page_after(room.pk, 0)
    assert (numbers(page), more) == (list(range(1, 51)), True)
    page, more = history.page_before(room.pk, 451)
    assert (numbers(page), more) == (list(range(401, 451)), True)


def test_messages_are_cut_into_frames(room):
    messages = list(room.messages.order_by("number"))
    assert [len(page) for page in history.pages(messages)] == [200, 200, 50]
    assert list(history.pages([])) == []


def test_a_newcomer_gets_the_last_messages(room):
    opening = history.opening(room.pk, None, "")
    welcome, messages = map(json.loads, opening.frames)
    assert welcome["lastNumber"] == 450
    assert [message["number"] for message in messages["messages"]] == list(range(401, 451))
    assert (opening.position, opening.more, messages["more"]) == (450, False, False)


def test_one_who_comes_back_gets_the_first_page_of_what_is_new(room):
    opening = history.opening(room.pk, 100, room.epoch)
    assert (opening.position, opening.more) == (300, True)


def test_pages_that_follow_are_the_same_from_wherever_one_comes(room):
    ends = [
        (page.position, page.more) for page in (history.following(room.pk, number) for number in (7, 150, 200, 400))
    ]
    assert ends == [(200, True), (200, True), (400, True), (450, False)]
    assert history.following(room.pk, 450) is None
    room.messages.filter(number__lte=400).delete()
    assert history.following(room.pk, 7).position == 450


def test_one_who_comes_back_learns_what_was_removed(room):
    room.messages.filter(number=7).remove(by="prof")
    room.messages.filter(number=449).remove(by="prof")
    opening = history.opening(room.pk, 440, room.epoch)
    assert '{"type":"removals","numbers":[7]}' in opening.frames


def test_removals_are_all_told_in_frames_that_have_an_end(room, monkeypatch):
    monkeypatch.setattr("chat.events.MAX_REMOVALS", 300)
    room.messages.update(text="", removed_at=timezone.now())
    opening = history.opening(room.pk, 440, room.epoch)
    removals = [event["numbers"] for event in map(json.loads, opening.frames) if event["type"] == "removals"]
    assert removals == [list(range(1, 301)), list(range(301, 441))]


def test_of_a_million_messages_only_the_removed_ones_are_looked_at(room):
    assert "message_removed_number (room_id=? AND number<?)" in history.removed_until(room.pk, 440).explain()


def test_an_empty_room_has_an_empty_page():
    opening = history.opening(Room.objects.get().pk, None, "")
    assert json.loads(opening.frames[1])["messages"] == []
    assert opening.position == 0


def test_a_room_that_is_gone_has_no_opening():
    assert history.opening(12345, None, "") is None


def test_the_state_tells_where_the_database_is(room):
    room.messages.filter(number=7).remove(by="prof")
    long_ago = timezone.now() - timedelta(minutes=1)
    room.messages.filter(number=8).update(text="", removed_at=long_ago)
    rows, removed = history.state([room.pk, 12345])
    assert list(rows) == [room.pk]
    row = rows[room.pk]
    assert (row.epoch, row.last_number, row.title, row.closed, row.muted) == (room.epoch, 450, "Accueil", False, False)
    assert removed == {room.pk: [7]}


def test_what_was_saved_becomes_batches_room_by_room(room):
    other = Room.objects.create(title="Autre")
    saved = [Saved(message, room.epoch, again=False) for message in room.messages.order_by("number")[:250]]
    elsewhere = Saved(Message(room=other, number=1, client_id="x", text="a", sent_at=timezone.now()), "e", again=False)
    outcomes = [*saved, Saved(saved[0].message, room.epoch, again=True), Refusal("muted"), elsewhere]
    found = history.batches(outcomes)
    assert [(batch.room, batch.epoch, batch.first, batch.last) for batch in found] == [
        (room.pk, room.epoch, 1, 200),
        (room.pk, room.epoch, 201, 250),
        (other.pk, "e", 1, 1),
    ]
    assert [message["number"] for message in json.loads(found[1].frame)["messages"]] == list(range(201, 251))


def test_only_listed_rooms_are_listed(room):
    Room.objects.create(title="Leçon", listed=False)
    assert history.listed_rooms() == [(room.pk, "accueil", "Accueil")]
