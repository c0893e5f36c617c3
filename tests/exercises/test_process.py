"""The child process: it tells what happens, and nothing that it does can hurt its parent."""

import pytest

from exercises.diagnosis import explain_start
from exercises.process import LONGEST_LINE, PupilServer
from tests.servers import wait_until

CONSUMER = """
from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    pass
"""


@pytest.fixture
def start(tmp_path):
    servers = []

    def start_server(source, encoding="utf-8"):
        file = tmp_path / "mon_chat.py"
        file.write_text(source, encoding=encoding)
        servers.append(PupilServer(file).start().wait_until_started())
        return servers[-1]

    yield start_server
    for server in servers:
        server.stop()


def test_a_server_listens_on_a_port_of_its_own_and_ends_when_told(start):
    server = start(CONSUMER)
    assert server.running
    assert server.port > 1024
    server.stop()
    assert not server.running


def test_what_the_program_prints_is_kept(start):
    server = start(f"print('bonjour é')\n{CONSUMER}")
    assert list(server.printed) == ["bonjour é"]


def test_a_syntax_error_is_told_with_its_line(start):
    verdict = explain_start(start(CONSUMER + "\ndef f()\n    pass\n"))
    assert verdict.code == "syntax"
    assert verdict.line == 8
    assert verdict.source == "def f()"
    assert "deux points" in verdict.advice


def test_an_exception_at_the_top_of_the_file_is_told_with_its_line(start):
    verdict = explain_start(start("x = 1\ny = z\n"))
    assert (verdict.code, verdict.line, verdict.source) == ("name", 2, "y = z")


def test_a_file_that_is_not_utf8_is_explained(start):
    verdict = explain_start(start("x = 'é'\n" + CONSUMER, "latin-1"))
    assert verdict.code == "syntax"
    assert "UTF-8" in verdict.advice


def test_a_byte_order_mark_does_no_harm(start):
    assert start(CONSUMER, "utf-8-sig").running


def test_a_file_without_consumer_is_explained(start):
    assert explain_start(start("class Chat: pass\n")).code == "no_consumer"


def test_exit_is_explained(start):
    assert explain_start(start("exit()\n")).code == "exit"


def test_an_endless_loop_at_the_top_of_the_file_is_stopped_and_named(start):
    server = start("x = 1\nwhile x: pass\n")
    verdict = explain_start(server)
    assert (verdict.code, verdict.line) == ("endless_loop", 2)
    assert not server.running


def test_a_loop_inside_a_c_function_is_stopped_and_named(start):
    verdict = explain_start(start("x = sum(range(10 ** 15))\n"))
    assert (verdict.code, verdict.line) == ("endless_loop", 1)


def test_a_program_that_kills_itself_is_told(start):
    assert explain_start(start("import os\nos._exit(3)\n")).code == "ended"


def test_the_child_does_not_outlive_its_parents_pipe(start):
    server = start(CONSUMER)
    server.process.stdin.close()
    wait_until(lambda: server.process.poll() is not None, "the child ends", 10)


@pytest.mark.parametrize(
    "call", ["__import__('os').system('true')", "__import__('subprocess').Popen(['true'])", "__import__('os').fork()"]
)
def test_the_pupils_program_starts_no_other(start, call):
    if "fork" in call:
        call = f"{call} if hasattr(__import__('os'), 'fork') else __import__('os').system('true')"
    assert explain_start(start(f"{call}\n{CONSUMER}")).code == "program"


def test_output_without_line_ends_does_not_fill_the_memory(start):
    server = start(f"print('x' * 1_000_000, end='')\n{CONSUMER}")
    assert server.running
    assert max(map(len, server.printed)) <= LONGEST_LINE
