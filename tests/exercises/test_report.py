import asyncio
from pathlib import Path

from exercises import report


def test_events_are_told_apart_from_what_is_printed(monkeypatch, capfd):
    monkeypatch.setattr("sys.__stdout__", __import__("sys").stdout)
    report.event("ready", port=5)
    assert report.parse(capfd.readouterr().out) == {"kind": "ready", "port": 5}
    assert report.parse('{"kind": "ready"}\n') is None


def test_an_event_after_unfinished_output_is_found():
    assert report.parse(f'sans fin de ligne{report.MARK}{{"kind": "ready"}}\n') == {"kind": "ready"}


def test_an_exception_is_placed_in_the_pupils_file_even_if_it_was_raised_deeper():
    try:
        Path().relative_to("/ailleurs")
    except ValueError as error:
        described = report.describe(error, Path(__file__))
    assert described["error"] == "ValueError"
    assert described["source"] == 'Path().relative_to("/ailleurs")'


async def test_a_handler_that_waits_is_placed(tmp_path):
    file = tmp_path / "mon_chat.py"
    file.write_text("import asyncio\n\nasync def connect():\n    await asyncio.sleep(60)\n", encoding="utf-8")
    names = {}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)

    async def dispatch():
        await names["connect"]()

    handler = asyncio.create_task(dispatch())
    own_task = asyncio.create_task(names["connect"]())
    await asyncio.sleep(0)
    places = report.waiting_places(asyncio.get_running_loop(), file)
    assert places == [{"line": 4, "source": "await asyncio.sleep(60)", "function": "connect"}]
    handler.cancel()
    own_task.cancel()


def test_what_looks_like_an_event_and_is_none_was_printed():
    for text in ("pas du json", "[1]", "{}"):
        assert report.parse(f"{report.MARK}{text}\n") is None
