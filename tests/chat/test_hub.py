"""The chat as its clients see it, through the whole application."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer

from chat import bus
from chat.bus import Batch
from chat.hub import Hub
from chat.models import Message, Room
from tests.chat.clients import message_event, new_id
from tests.chat.conftest import eventually


async def test_a_newcomer_is_welcomed_then_gets_messages_presence_and_duration(enter):
    client = await enter()
    assert [event["type"] for event in client.received[:4]] == ["welcome", "messages", "room", "presence"]
    assert client.received[0]["room"] == "accueil"
    assert client.received[3]["nbClients"] == 1
    assert client.received[4]["timeChat"] == 0


async def test_everybody_in_the_room_gets_a_message_sender_included(enter):
    greg, nathalie = await enter(), await enter()
    id = await greg.say("coucou", name="Greg")
    for client in (greg, nathalie):
        await client.until(client.messages)
        [message] = client.messages()
        assert (message["number"], message["id"], message["userName"], message["message"]) == (1, id, "Greg", "coucou")
        assert message["sentAt"].endswith("Z")
    assert (await Message.objects.aget()).text == "coucou"


async def test_nobody_in_another_room_gets_it(enter):
    await Room.objects.acreate(title="Autre")
    here, there = await enter(), await enter("autre")
    await here.say("ici")
    await there.say("là-bas")
    await asyncio.gather(here.until(here.messages), there.until(there.messages))
    assert (here.texts(), there.texts()) == (["ici"], ["là-bas"])


async def test_numbers_have_no_hole_whoever_writes(enter, limits):
    clients = [await enter() for _ in range(5)]
    for turn in range(20):
        await asyncio.gather(*(client.say(f"{turn}") for client in clients))
    for client in clients:
        await client.until(lambda client=client: len(client.messages()) == 100)
        assert [message["number"] for message in client.messages()] == list(range(1, 101))


async def test_the_same_id_again_gives_the_same_number_and_no_second_row(enter):
    client = await enter()
    id = await client.say("coucou")
    await client.until(client.messages)
    returned = await enter()
    await returned.say("coucou", id=id)
    await returned.until(lambda: len(returned.messages()) == 2)
    assert returned.messages()[-1] == client.messages()[0]
    assert await Message.objects.acount() == 1


async def test_the_same_id_twice_in_one_batch_is_one_message(enter):
    client, id = await enter(), new_id()
    for _ in range(2):  # both are there before the ledger looks
        client.to_app.put_nowait(message_event("coucou", id))
    await client.say("fin")
    await client.until(lambda: "fin" in client.texts())
    assert client.texts() == ["coucou", "fin"]


async def test_the_same_id_with_another_text_is_a_conflict(enter):
    client = await enter()
    id = await client.say("coucou")
    await client.say("autre chose", id=id)
    assert (await client.next("error", code="id_conflict"))["id"] == id


async def test_one_who_comes_back_gets_all_that_was_missed(enter, limits):
    stays = await enter()
    for n in range(450):
        await stays.say(f"message {n}")
    await stays.until(lambda: len(stays.messages()) == 450)
    back = await enter(after=10, epoch=stays.received[0]["epoch"])
    assert [message["number"] for message in back.messages()] == list(range(11, 451))
    pages = [event for event in back.received if event["type"] == "messages"]
    assert [event["more"] for event in pages] == [True, True, False]
    assert max(len(event["messages"]) for event in pages) == 200


async def test_a_newcomer_gets_the_last_fifty(enter, limits):
    writer = await enter()
    for n in range(60):
        await writer.say(f"{n}")
    await writer.until(lambda: len(writer.messages()) == 60)
    assert [message["number"] for message in (await enter()).messages()] == list(range(11, 61))


@pytest.mark.parametrize("had", [{"after": 1, "epoch": "another"}, {"after": 99}])
async def test_one_whose_messages_are_of_another_time_starts_again(enter, had):
    client = await enter()
    await client.say("coucou")
    await client.until(client.messages)
    back = await enter(**had)
    assert [event["type"] for event in back.received[:3]] == ["welcome", "reset", "messages"]
    assert back.texts() == ["coucou"]


async def test_messages_written_while_somebody_arrives_come_once(enter, limits):
    writer = await enter()

    async def write():
        for n in range(200):
            await writer.say(f"{n}")
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    newcomers = [await enter(after=0) for _ in range(10)]
    await writing
    for client in newcomers:
        await client.until(lambda client=client: len(client.messages()) >= 200)
        assert [message["number"] for message in client.messages()] == list(range(1, 201))


async def test_history_goes_both_ways(enter, limits):
    client = await enter()
    for n in range(1, 11):
        await client.say(f"{n}")
    await client.until(lambda: len(client.messages()) == 10)
    await client.send({"type": "history", "before": 4})
    await client.until(lambda: client.texts()[10:] == ["1", "2", "3"])
    await client.send({"type": "history", "after": 8})
    await client.until(lambda: client.texts()[13:] == ["9", "10"])


async def test_the_count_follows_who_comes_and_goes(enter):
    first = await enter()
    second = await enter()
    await first.next("presence", nbClients=2)
    await second.leave()
    await first.next("presence", nbClients=1)


async def test_a_consumer_that_raises_leaves_no_ghost(enter, monkeypatch):
    first, second = await enter(), await enter()
    await first.next("presence", nbClients=2)
    monkeypatch.setattr("chat.events.parse", lambda frame: 1 / 0)
    await second.send({"type": "message"})
    await first.next("presence", nbClients=1)


async def test_the_duration_grows_by_itself_also_when_the_clock_of_the_pc_is_set_back(enter, monkeypatch):
    client = await enter()
    first = await client.next("elapsed")
    monkeypatch.setattr("time.time", lambda: 0.0)
    ticks = [await client.next("elapsed") for _ in range(3)]
    assert first["timeChat"] < ticks[2]["timeChat"] <= first["timeChat"] + 60


async def test_a_returning_room_starts_a_new_session(enter):
    client = await enter()
    Hub.current().rooms.occupied_at("accueil").start -= 100
    assert (await enter()).received[-1]["timeChat"] >= 100
    for socket in list(Hub.current().rooms.occupied_at("accueil").sockets):
        Hub.current().leave(socket)
    await client.leave()
    await eventually(lambda: not list(Hub.current().rooms.occupied()))
    assert (await enter()).received[-1]["timeChat"] == 0


async def test_a_broadcast_that_is_lost_is_filled_from_the_database(enter, monkeypatch):
    """Redis may take a PUBLISH and reach nobody, for a moment after a restart."""
    sender, reader = await enter(), await enter()
    broadcast = InMemoryChannelLayer.group_send

    async def lose_batches(layer, group, message):
        if message["type"] != "chat.batch":
            await broadcast(layer, group, message)

    monkeypatch.setattr(InMemoryChannelLayer, "group_send", lose_batches)
    await sender.say("perdu ?")
    await asyncio.gather(sender.until(sender.messages), reader.until(reader.messages))
    monkeypatch.undo()
    await sender.say("retrouvé")
    await reader.until(lambda: reader.texts() == ["perdu ?", "retrouvé"])
    await sender.until(lambda: sender.texts() == ["perdu ?", "retrouvé"])


async def test_a_channel_layer_that_is_down_stops_nobody(enter, monkeypatch):
    async def fail(*args):
        raise ConnectionError

    sender = await enter()
    monkeypatch.setattr(InMemoryChannelLayer, "group_send", fail)
    reader = await enter()
    await sender.say("sans Redis")
    await asyncio.gather(sender.until(sender.messages), reader.until(reader.messages))


async def test_a_broadcast_that_comes_twice_or_late_is_told_once(enter):
    client = await enter()
    await client.say("un")
    await client.until(client.messages)
    room = await Room.objects.aget()
    hub = Hub.current()
    late = bus.batch_message(Batch(room.pk, room.epoch, 1, 1, '{"type":"messages","messages":[{"number":1}]}'))
    await hub.mailbox.send(bus.room_group(room.pk), late)
    await client.say("deux")
    await client.until(lambda: "deux" in client.texts())
    assert client.texts() == ["un", "deux"]


async def test_what_another_process_saved_is_told_even_unannounced(enter):
    client = await enter()
    await client.say("un")
    await client.until(client.messages)
    room = await Room.objects.aget()
    await Message.objects.acreate(room=room, number=2, client_id=new_id(), user_name="Ailleurs", text="deux")
    await Room.objects.aupdate(last_number=2)
    await client.until(lambda: client.texts() == ["un", "deux"])


async def test_a_removal_that_was_not_announced_is_told(enter):
    client = await enter()
    await client.say("gros mot")
    await client.until(client.messages)
    await sync_to_async(Message.objects.remove)(by="prof")
    await client.next("removed", number=1)
    back = await enter(after=1)
    assert {"type": "removals", "numbers": [1]} in back.received
    assert (await enter()).texts() == [""]


async def test_a_room_that_is_emptied_starts_again(enter):
    client = await enter()
    await client.say("avant")
    await client.until(client.messages)
    room = await Room.objects.aget()
    await sync_to_async(room.empty)()
    await client.next("reset", epoch=room.epoch)
    await client.say("après")
    await client.until(lambda: client.messages()[-1]["message"] == "après")
    assert client.messages()[-1]["number"] == 1


async def test_a_room_that_is_deleted_closes_its_sockets(enter):
    client = await enter()
    await Room.objects.all().adelete()
    assert await client.closed() == 4404


async def test_a_name_in_use_elsewhere_is_taken(enter):
    greg = await enter(address="10.0.0.1")
    other = await enter(address="10.0.0.2")
    await greg.say("c’est moi", name="Greg")
    await other.until(other.messages)
    await other.say("non, moi", name="GRÉG")
    await other.next("error", code="name_taken")
    again = await enter(address="10.0.0.1")
    await again.say("encore moi", name="Greg")
    await again.until(lambda: "encore moi" in again.texts())
    await greg.leave()
    await again.leave()
    await other.say("à mon tour", name="Greg")
    await other.until(lambda: "à mon tour" in other.texts())


async def test_the_teacher_s_names_are_reserved(enter):
    client = await enter()
    await client.say("Contrôle demain !", name="Système")
    await client.next("error", code="name_reserved")


async def test_a_room_has_its_own_limit(enter, limits, nothing_refills):
    limits.CHAT_RATE_PER_ROOM = 3
    clients = [await enter() for _ in range(4)]
    for client in clients:
        await client.say("coucou")
    await clients[3].next("error", code="rate_limited")
    await clients[3].until(lambda: len(clients[3].messages()) == 3)


async def test_a_store_that_fails_says_busy_and_the_message_can_be_sent_again(enter, monkeypatch):
    client = await enter()
    with monkeypatch.context() as broken:
        broken.setattr("chat.ledger.record", lambda posts: 1 / 0)
        id = await client.say("important")
        assert (await client.next("error", code="busy"))["id"] == id
    await client.say("important", id=id)
    await client.until(lambda: client.texts() == ["important"])


async def test_one_who_does_not_read_is_dropped_and_nobody_waits(enter, limits, monkeypatch):
    monkeypatch.setattr("chat.sockets.MAX_WAITING", 20_000)
    reader, stuck = await enter(), await enter()
    stuck.stalled = asyncio.Event()
    for n in range(1, 25):
        await reader.say("a" * 1000)
        await reader.until(lambda n=n: len(reader.messages()) == n)
    stuck.stalled.set()
    assert await stuck.closed() == 1013


async def test_an_empty_room_is_forgotten(enter):
    client = await enter()
    hub = Hub.current()
    await client.leave()
    await eventually(lambda: not list(hub.rooms) and hub.mailbox.groups == {bus.CENSUS, bus.CLOCK})


async def test_a_part_that_fails_starts_again(enter, monkeypatch, caplog):
    client = await enter()
    room = await Room.objects.aget()
    monkeypatch.setattr("chat.tasks.PAUSE", 0)
    await Hub.current().mailbox.send(bus.room_group(room.pk), {"type": "chat.unheard_of"})
    await eventually(lambda: "a échoué et redémarre" in caplog.text)
    await client.say("toujours là")
    await client.until(client.messages)
