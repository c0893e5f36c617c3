import json
import time

import pytest

from chat.bus import Batch
from chat.events import Refusal, Say
from chat.models import Room
from chat.people import Person
from chat.rooms import LiveRoom, Rooms, RoomState


class Socket:
    """What a LiveRoom needs of a Socket; `calls` keeps what was done with it."""

    def __init__(self, address="10.0.0.1"):
        self.person, self.name, self.wrote_at, self.is_open = Person(address), "", 0, True
        self.room, self.calls = None, []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


def row(pk=1, slug="accueil", **fields):
    return Room(pk=pk, slug=slug, title="Accueil", epoch="e1", last_number=10, **fields)


@pytest.fixture
def room():
    room = LiveRoom(row(), time.monotonic())
    for n in range(2):
        room.seat(Socket(f"10.0.0.{n}"))
    return room


def told(room):
    """What every socket of the room was told, the same for all."""
    first, *others = [socket.calls for socket in room.sockets]
    assert all(calls == first for calls in others)
    return first


def batch(first, last, epoch="e1"):
    return Batch(1, epoch, first, last, f"{first}-{last}")


def say(name="Greg"):
    return Say("0" * 16, name, "coucou")


def test_a_batch_that_continues_is_given_to_all(room):
    assert room.continues(batch(11, 12))
    room.deliver(batch(11, 12))
    assert told(room) == [("deliver", batch(11, 12))]
    assert room.delivered == 12


@pytest.mark.parametrize("other", [batch(12, 12), batch(11, 11, "e2")])
def test_a_batch_after_a_hole_or_of_another_epoch_does_not_continue(room, other):
    assert not room.continues(other)


def test_a_batch_that_comes_round_again_is_no_news(room):
    room.deliver(batch(11, 12))
    assert room.continues(batch(11, 12))
    room.deliver(batch(11, 12))
    assert len(told(room)) == 1


@pytest.mark.parametrize(
    "news",
    [
        lambda room: room.deliver(batch(11, 11)),
        lambda room: room.remove([3]),
        lambda room: room.restart("e2"),
        lambda room: room.change(RoomState("Accueil", True, False)),
    ],
)
def test_what_is_new_ends_the_pages_that_newcomers_share(room, news):
    room.answers["question"] = "page"
    news(room)
    assert room.answers == {}


def test_a_count_and_a_duration_do_not(room):
    room.opening = "page"
    room.tell_presence(3)
    room.tell_elapsed()
    assert room.opening == "page"


def test_a_removal_is_told_once(room):
    room.remove([3])
    room.remove([3])
    assert told(room) == [("tell", '{"type":"removed","number":3}')]


def test_many_removals_are_told_in_one_frame(room):
    room.remove([3])
    room.remove([2, 3, 1])
    assert told(room)[1:] == [("tell", '{"type":"removals","numbers":[1,2]}')]


def test_a_reset_is_told_once_and_numbers_begin_again(room):
    room.remove([3])
    room.restart("e2")
    room.restart("e2")
    assert [call[0] for call in told(room)] == ["tell", "restart"]
    assert (room.delivered, room.removed) == (0, set())


def test_a_change_of_the_room_is_told_once(room):
    for _ in range(2):
        room.change(RoomState("Salle 12", False, True))
    [(_, frame)] = told(room)
    assert json.loads(frame) == {"type": "room", "title": "Salle 12", "closed": False, "muted": True}


def test_the_duration_is_told_to_those_who_have_their_first_page(room):
    newcomer, other = room.sockets
    newcomer.is_open = False
    room.start -= 5.5
    room.tell_elapsed()
    assert (newcomer.calls, other.calls) == ([], [("put", '{"type":"elapsed","timeChat":5}')])


def test_who_has_left_is_told_nothing_and_leaves_once(room):
    gone = next(iter(room.sockets))
    room.leave(gone)
    room.leave(gone)
    room.tell("coucou")
    assert gone.calls == []


def test_a_name_is_refused_to_others_once_its_message_is_saved(room):
    greg, other = room.sockets
    room.admit(other, say(), is_staff=False)
    room.claim(greg, say().name)
    with pytest.raises(Refusal, match="name_taken"):
        room.admit(other, say("GRÉG"), is_staff=False)
    room.admit(other, say(), is_staff=True)


def test_a_client_that_left_before_its_message_was_saved_holds_no_name(room):
    greg, other = room.sockets
    room.leave(greg)
    room.claim(greg, say().name)
    room.admit(other, say(), is_staff=False)


def test_reserved_names_are_the_teacher_s(room):
    pupil = next(iter(room.sockets))
    with pytest.raises(Refusal, match="name_reserved"):
        room.admit(pupil, say("Le Prof"), is_staff=False)
    room.admit(pupil, say("Le Prof"), is_staff=True)


class TestRooms:
    @pytest.fixture
    def rooms(self):
        return Rooms()

    def test_a_room_is_found_by_key_and_by_address_while_somebody_is_in_it(self, rooms):
        room = rooms.enter(row(), 0)
        assert (rooms.get(1), rooms.occupied_at("accueil"), rooms.occupied()) == (room, None, [])
        room.seat(Socket())
        assert (rooms.occupied_at("accueil"), rooms.occupied(), rooms.nb_sockets()) == (room, [room], 1)

    def test_the_first_who_comes_back_begins_a_new_session(self, rooms):
        room, socket = rooms.enter(row(), 1), Socket()
        room.seat(socket)
        assert rooms.enter(row(), 2) is room
        room.leave(socket)
        assert rooms.enter(row(), 2).start == 2

    def test_empty_rooms_are_forgotten(self, rooms):
        rooms.enter(row(), 0).seat(Socket())
        rooms.enter(row(2, "autre"), 0)
        rooms.forget_empty()
        assert [room.slug for room in rooms] == ["accueil"]
        assert (rooms.get(2), list(rooms.by_slug)) == (None, ["accueil"])
