from tests.stage import chat

ECHO = "await self.send(text_data)"


def test_a_malformed_frame_can_be_sent(judge):
    check = "async def check(chat):\n    greg = await chat.enter('A')\n    await greg.sends('pas du JSON')\n"
    verdict = judge(chat(receive="json.loads(text_data)"), check)
    assert (verdict["code"], verdict["file"], verdict["source"]) == (
        "bad_json",
        "consumers.py",
        "json.loads(text_data)",
    )
    assert ["text_data", "'pas du JSON'"] in verdict["values"]


def test_what_came_since_the_last_action_is_looked_at(judge):
    check = """
async def check(chat):
    greg = await chat.enter("A")
    await greg.sends({"type": "un"})
    await greg.receives({"type": "un"}, "wrong")
    await greg.sends({"type": "deux"})
    await greg.receives_no("un", "wrong")
    await greg.receives({"type": "un"}, "wrong")
"""
    verdict = judge(chat(receive=ECHO), check)
    assert verdict["code"] == "wrong"
    assert verdict["did"] == 'Le client A a reçu {"type": "deux"}'


def test_a_frame_that_comes_late_is_waited_for(judge):
    check = """
async def check(chat):
    greg = await chat.enter("A")
    await greg.sends({"type": "un"})
    await greg.receives({"type": "un"}, "wrong")
"""
    late = "async def plus_tard():\n    await asyncio.sleep(1)\n    await self.send(text_data)\n"
    receive = f"import asyncio\n{late}self.tache = asyncio.create_task(plus_tard())"
    assert judge(chat(receive=receive), check)["state"] == "passed"
