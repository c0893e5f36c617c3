from tests.stage import chat


def test_two_may_enter_at_the_same_moment(judge):
    check = """
async def check(chat):
    greg, bob = await chat.enter_together(("A", "Greg"), ("B", "Bob"), room="latin")
    chat.expect(list(chat.watch.printed) == ["A", "A", "B", "B"], "wrong")
"""
    connect = "import asyncio\nprint('A')\nawait asyncio.sleep(0.1)\nprint('B')"
    assert judge(chat(connect=connect), check)["state"] == "passed"


def test_a_method_that_waits_for_ever_is_named_with_its_line(judge):
    verdict = judge(
        chat(connect="import asyncio\nawait asyncio.Event().wait()"),
        "async def check(chat):\n    await chat.enter('A')\n",
    )
    assert verdict["code"] == "never_ends"
    assert verdict["source"] == "await asyncio.Event().wait()"
    assert "connect" in verdict["did"]


def test_a_task_judged_by_a_script_waits_for_its_record(judge):
    check = "async def check(site):\n    site.expect(site.played().steps[0]['title'] == 'Chat', 'wrong')\n"
    assert judge(chat(), check)["state"] == "elsewhere"
    assert judge(chat(), check, [{"title": "Chat"}])["state"] == "passed"
    assert judge(chat(), check, [{"title": "Autre"}])["state"] == "failed"


def test_a_task_without_end_does_not_outlive_its_check(judge):
    clock = "async def horloge():\n    while True:\n        await asyncio.sleep(1)\n"
    connect = f"import asyncio\n{clock}self.tache = asyncio.create_task(horloge())"
    check = "async def check(chat):\n    await chat.enter('A')\n    await chat.wait(3)\n"
    assert judge(chat(connect=connect), check)["state"] == "passed"
