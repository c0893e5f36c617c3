import json

import pytest

from tests.stage import SAYS, chat
from workbench.stage import guard

LOOPS = [
    "while True: pass",
    "while True:\n    x = 1",
    "while True:\n    try:\n        x = 1\n    except Exception:\n        pass",
]


@pytest.mark.parametrize("loop", LOOPS)
def test_an_endless_loop_is_named_with_its_line(judge, loop):
    verdict = judge(chat(receive=loop), SAYS)
    assert verdict["code"] == "endless_loop"
    assert verdict["line"] in range(12, 17)
    assert verdict["file"] == "consumers.py"


@pytest.mark.parametrize("method", ["connect", "disconnect"])
def test_a_loop_in_any_method_is_stopped(judge, method):
    check = "async def check(chat):\n    greg = await chat.enter('A')\n    await greg.leave()\n"
    assert judge(chat(**{method: "while True: pass"}), check)["code"] == "endless_loop"


def test_a_loop_at_import_is_stopped(judge):
    assert judge({"consumers.py": "while True:\n    pass\n"}, SAYS)["code"] == "endless_loop"


def test_much_work_is_no_endless_loop(judge):
    receive = "for i in range(20_000):\n    x = i * i"
    assert judge(chat(receive=receive), SAYS)["code"] == "no_answer"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("exit()", "exit"),
        ("input('?')", "input"),
        ("import threading; threading.Thread(target=print).start()", "thread"),
        ("import subprocess; subprocess.run(['true'])", "program"),
        ("json.loads('[' * 10_000)", "recursion"),
        ("def f(): f()\nf()", "recursion"),
    ],
)
def test_what_would_stop_the_stage_gets_a_sentence(judge, line, code):
    assert judge(chat(receive=line), SAYS)["code"] == code
    assert (
        judge(chat(receive='await self.send(\'{"type": "received", "message": "coucou"}\')'), SAYS)["state"] == "passed"
    )


def test_json_is_read_by_python_code_only_while_it_must():
    scanner = json.scanner.make_scanner
    with guard.json_in_python():
        assert json.loads('{"a": [1, "é"]}') == {"a": [1, "é"]}
        assert json.dumps({"a": [1, None]}) == '{"a": [1, null]}'
        with pytest.raises(RecursionError):
            json.loads("[" * 100_000)
    assert json.scanner.make_scanner is scanner
