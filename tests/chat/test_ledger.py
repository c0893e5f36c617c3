import asyncio
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest

from chat.events import Refusal, Say, message_fields
from chat.ledger import Ledger, Post, record
from chat.models import Message, Room
from tests.chat.clients import new_id
from tests.chat.conftest import eventually


def post(room, text="coucou", name="Greg", id=None, is_staff=False):
    return Post(room.pk, Say(id or new_id(), name, text), is_staff, SimpleNamespace())


@pytest.mark.django_db
class TestRecord:
    @pytest.fixture
    def room(self):
        return Room.objects.get(slug="accueil")

    def test_posts_are_numbered_in_their_order_room_by_room(self, room):
        other = Room.objects.create(title="Autre")
        outcomes = record([post(room, "a"), post(other, "b"), post(room, "c")])
        assert [(saved.message.room_id, saved.message.number) for saved in outcomes] == [
            (room.pk, 1),
            (other.pk, 1),
            (room.pk, 2),
        ]
        room.refresh_from_db()
        assert room.last_number == 2

    def test_a_post_made_again_finds_its_message(self, room):
        first = post(room)
        [saved] = record([first])
        [again] = record([first])
        assert again.again
        assert again.message == saved.message
        assert Message.objects.count() == 1

    def test_an_id_cannot_serve_for_another_text(self, room):
        record([post(room, "a", id="0" * 16)])
        [outcome] = record([post(room, "b", id="0" * 16)])
        assert (outcome.code, outcome.id) == ("id_conflict", "0" * 16)

    def test_a_removed_message_is_not_written_again(self, room):
        again = post(room, "gros mot")
        record([again])
        Message.objects.remove(by="prof")
        [outcome] = record([again])
        assert (outcome.again, message_fields(outcome.message)["message"]) == (True, "")

    @pytest.mark.parametrize(
        ("state", "is_staff", "code"), [("closed", True, "room_closed"), ("muted", False, "muted")]
    )
    def test_a_room_may_be_closed_or_silent(self, room, state, is_staff, code):
        setattr(room, state, True)
        room.save()
        [outcome] = record([post(room, is_staff=is_staff)])
        assert outcome.code == code

    def test_the_teacher_speaks_in_a_silent_room(self, room):
        Room.objects.update(muted=True)
        assert record([post(room, is_staff=True)])[0].message.number == 1

    def test_who_wrote_as_the_teacher_is_stored(self, room):
        record([post(room), post(room, is_staff=True)])
        assert list(room.messages.order_by("number").values_list("by_staff", flat=True)) == [False, True]

    def test_who_wrote_is_stored_as_far_as_it_is_known(self, room):
        known = replace(post(room), claim=12, address="10.0.0.1", browser="Firefox " + "x" * 300)
        record([known, post(room)])
        first, second = room.messages.order_by("number")
        assert (first.author, first.address, len(first.browser)) == (12, "10.0.0.1", 200)
        assert (second.author, second.address, second.browser) == (None, "", "")

    def test_a_room_that_is_gone_is_closed(self, room):
        room.delete()
        assert record([post(room)])[0].code == "room_closed"

    def test_a_refused_post_takes_no_number(self, room):
        Room.objects.create(title="Autre", closed=True)
        record([post(room, "a", id="0" * 16)])
        outcomes = record([post(room, "b", id="0" * 16), post(room, "c")])
        assert outcomes[1].message.number == 2


class TestLedger:
    """The queue alone: `record` is replaced, and what it is given is kept."""

    @pytest.fixture
    def told(self):
        return []

    @pytest.fixture
    async def start(self, told, monkeypatch):
        running = []

        def start(record):
            async def tell(posts, outcomes):
                told.append((posts, outcomes))

            monkeypatch.setattr("chat.ledger.record", record)
            ledger = Ledger(tell)
            running.append((ledger, asyncio.create_task(ledger.run())))
            return ledger

        yield start
        for ledger, task in running:
            task.cancel()
            ledger.thread.close()

    async def test_what_waits_is_saved_together(self, start, told):
        gate = threading.Event()

        def record(posts):
            gate.wait(5)
            return posts

        ledger, room = start(record), Room(pk=1)
        ledger.add(post(room))
        await asyncio.sleep(0)
        for _ in range(10):
            ledger.add(post(room))
        gate.set()
        await eventually(lambda: len(told) == 2)
        assert [len(posts) for posts, _outcomes in told] == [1, 10]

    async def test_what_cannot_be_saved_is_busy(self, start, told):
        def record(posts):
            raise OSError

        ledger = start(record)
        ledger.add(post(Room(pk=1), id="0" * 16))
        await eventually(lambda: told)
        [outcome] = told[0][1]
        assert (outcome.code, outcome.id) == ("busy", "0" * 16)

    async def test_a_full_queue_is_busy(self, monkeypatch):
        monkeypatch.setattr("chat.ledger.MAX_QUEUE", 2)
        ledger = Ledger(None)
        ledger.add(post(Room(pk=1)))
        ledger.add(post(Room(pk=1)))
        with pytest.raises(Refusal, match="busy"):
            ledger.add(post(Room(pk=1)))
