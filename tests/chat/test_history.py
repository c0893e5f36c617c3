import json
from datetime import timedelta

import pytest
from django.utils import timezone

from chat import history
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


def test_one_who_comes_back_learns_what_was_removed(room):
    room.messages.get(number=7).remove()
    room.messages.get(number=449).remove()
    opening = history.opening(room.pk, 440, room.epoch)
    assert '{"type":"removed","number":7}' in opening.frames
    assert '{"type":"removed","number":449}' not in opening.frames


def test_an_empty_room_has_an_empty_page():
    opening = history.opening(Room.objects.get().pk, None, "")
    assert json.loads(opening.frames[1])["messages"] == []
    assert opening.position == 0


def test_a_room_that_is_gone_has_no_opening():
    assert history.opening(12345, None, "") is None


def test_the_state_tells_where_the_database_is(room):
    room.messages.get(number=7).remove()
    long_ago = timezone.now() - timedelta(minutes=1)
    room.messages.filter(number=8).update(text="", removed_at=long_ago)
    assert history.state([room.pk, 12345]) == ({room.pk: (room.epoch, 450)}, [(room.pk, 7)])


def test_only_listed_rooms_are_listed(room):
    Room.objects.create(title="Leçon", listed=False)
    assert history.listed_rooms() == [(room.pk, "accueil", "Accueil")]
