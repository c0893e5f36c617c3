from tests.stage import SAYS, chat


def test_a_check_that_crashes_is_broken_and_says_where(judge):
    verdict = judge(chat(), "async def check(chat):\n    await chat.enter('A')\n    None.get\n")
    assert verdict["state"] == "broken"
    assert "NoneType" in verdict["did"]
    assert "ligne 3" in verdict["did"]


def test_a_check_that_cannot_be_read_is_broken(judge):
    assert judge(chat(), "async def check(chat:\n")["state"] == "broken"
    assert judge(chat(), "")["state"] == "broken"


def test_words_that_do_not_exist_are_broken(judge):
    assert judge(chat(), SAYS.replace("no_answer", "rien"))["state"] == "broken"


def test_a_check_without_end_is_stopped(judge):
    verdict = judge(chat(), "async def check(chat):\n    while True:\n        await chat.wait(10)\n")
    assert verdict["code"] == "too_slow"


def test_an_exception_of_a_task_of_the_pupils_own_is_told(judge):
    receive = "import asyncio\nasync def faux():\n    1 / 0\nself.tache = asyncio.create_task(faux())"
    verdict = judge(chat(receive=receive), SAYS)
    assert (verdict["code"], verdict["source"]) == ("exception", "1 / 0")
