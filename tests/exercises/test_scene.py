"""The checks' own tools, on a small chat."""

import pytest

from exercises.process import PupilServer
from exercises.scene import Failure, Mistake, Scene

ECHO = """
from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    async def receive(self, text_data):
        await self.send(text_data)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    file = tmp_path_factory.mktemp("scene") / "mon_chat.py"
    file.write_text(ECHO, encoding="utf-8")
    server = PupilServer(file).start().wait_until_started()
    yield server
    server.stop()


@pytest.fixture
async def chat(server):
    scene = Scene(server)
    yield scene
    await scene.close()


async def test_a_client_receives_what_came_since_the_last_action(chat):
    greg = await chat.enter("A", "Greg")
    await greg.says("un")
    await greg.receives({"message": "un"}, advice="")
    await greg.says("deux")
    with pytest.raises(Failure) as failure:
        await greg.receives({"message": "un"}, advice="conseil", patience=0.1)
    assert failure.value.code == "missing"
    assert failure.value.advice == "conseil"
    assert "deux" in failure.value.did


async def test_a_frame_counts_once(chat):
    greg = await chat.enter("A", "Greg")
    await greg.says("un")
    await greg.receives({"message": "un"}, advice="")
    await greg.receives_no("message", advice="")
    with pytest.raises(Failure):
        await greg.receives({"message": "un"}, advice="", patience=0.1)


async def test_what_should_not_come_is_marked_as_too_many(chat):
    greg = await chat.enter("A", "Greg")
    await greg.says("un")
    with pytest.raises(Failure) as failure:
        await greg.receives_no("message", advice="", code="echoed")
    assert failure.value.code == "echoed"
    assert [arrow.mark for arrow in chat.seen] == ["", "", "extra"]


async def test_a_known_mistake_is_named(chat):
    greg = await chat.enter("A", "Greg")
    await greg.says("un")
    mistakes = [Mistake("other", lambda me: False, ""), Mistake("echoed", lambda me: me.of_type("message"), "mieux")]
    with pytest.raises(Failure) as failure:
        await greg.receives({"type": "received"}, advice="", mistakes=mistakes, patience=0.1)
    assert (failure.value.code, failure.value.advice) == ("echoed", "mieux")


async def test_the_expected_exchange_stops_where_it_failed(chat):
    greg = await chat.enter("A", "Greg", room="maths")
    await greg.says("un")
    with pytest.raises(Failure):
        await greg.receives({"type": "received"}, advice="", patience=0.1)
    assert [(arrow.kind, arrow.mark) for arrow in chat.expected] == [("open", ""), ("up", ""), ("down", "missing")]


async def test_rooms_may_have_any_name(chat):
    greg = await chat.enter("A", "Greg", room="l'été à 50 % ?")
    await greg.leave()
    assert chat.find_events("left")[0]["path"] == "/ws/exercices/chat/l'été à 50 % ?/"
