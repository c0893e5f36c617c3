from tests.stage import chat

ENTERS = "async def check(chat):\n    greg = await chat.enter('A')\n    await greg.says('a')\n    await chat.wait(1)\n"


def test_a_consumer_that_refuses_is_told(judge):
    files = chat()
    files["consumers.py"] = files["consumers.py"].replace("self.accept()", "self.close()")
    verdict = judge(files, ENTERS)
    assert verdict["code"] == "refused"
    assert verdict["arrows"]["seen"][0]["kind"] == "refused"


def test_to_write_before_the_handshake_is_daphnes_error(judge):
    assert judge(chat(connect="await self.send('a')"), ENTERS)["code"] == "sent_before_accept"


def test_a_dictionary_is_no_text(judge):
    assert judge(chat(receive="await self.send({'a': 1})"), ENTERS)["code"] == "forgot_dumps"


def test_disconnect_comes_after_the_servers_own_close(judge):
    check = """
async def check(chat):
    greg = await chat.enter("A")
    await greg.says("a")
    chat.expect(greg.closed and chat.watch.printed[-1] == "parti 4000", "wrong")
"""
    assert judge(chat(receive="await self.close(4000)", disconnect="print('parti', code)"), check)["state"] == "passed"


def test_a_client_that_drops_is_seen_as_such(judge):
    check = """
async def check(chat):
    greg = await chat.enter("A")
    await greg.drop()
    chat.expect(chat.watch.printed[-1] == "parti 1006", "wrong")
"""
    assert judge(chat(disconnect="print('parti', code)"), check)["state"] == "passed"


def test_a_raw_consumer_must_say_when_it_stops(judge):
    raw = """
from channels.consumer import AsyncConsumer


class ChatConsumer(AsyncConsumer):
    async def websocket_connect(self, event):
        await self.send({"type": "websocket.accept"})

    async def websocket_disconnect(self, event):
        pass
"""
    check = "async def check(chat):\n    greg = await chat.enter('A')\n    await greg.leave()\n"
    assert judge({"consumers.py": raw}, check)["code"] == "never_stops"
    stops = raw.replace(
        "        pass", "        from channels.exceptions import StopConsumer\n\n        raise StopConsumer()"
    )
    assert judge({"consumers.py": stops}, check)["state"] == "passed"
