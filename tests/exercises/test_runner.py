from dataclasses import dataclass

from exercises.catalogue import all_exercises
from exercises.runner import run_checks

EXERCISES = all_exercises()


@dataclass(frozen=True)
class Sham:
    """An exercise whose check is given."""

    number: int
    check: object


async def passes(chat):
    await chat.enter("A")


def solution(number, tmp_path):
    file = tmp_path / "mon_chat.py"
    file.write_text(EXERCISES[number - 1].solution, encoding="utf-8")
    return file


async def test_it_stops_at_the_first_exercise_that_fails(tmp_path):
    passed = []
    outcome = await run_checks(solution(1, tmp_path), EXERCISES, passed.append)
    assert passed == [EXERCISES[0]]
    assert outcome.done == 1
    assert outcome.failed is EXERCISES[1]


async def test_nothing_fails_when_all_pass(tmp_path):
    outcome = await run_checks(solution(1, tmp_path), [Sham(1, passes), Sham(2, passes)])
    assert (outcome.done, outcome.failed, outcome.verdict) == (2, None, None)


async def test_what_an_earlier_check_left_behind_fails_nobody(tmp_path):
    servers = []

    async def fails_on_a_used_server(chat):
        servers.append(chat.server)
        if len(servers) == 1:
            chat.refuse("dirty", "", "", "")

    outcome = await run_checks(solution(1, tmp_path), [Sham(1, passes), Sham(2, fails_on_a_used_server)])
    assert outcome.done == 2
    assert servers[0] is not servers[1]


async def test_a_check_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    async def never_ends(chat):
        await chat.until(lambda: False, patience=60)

    monkeypatch.setattr("exercises.runner.TIME_LIMIT", 0.1)
    outcome = await run_checks(solution(1, tmp_path), [Sham(1, never_ends)])
    assert outcome.verdict.code == "too_slow"


async def test_a_file_that_cannot_run_fails_the_first_exercise(tmp_path):
    file = tmp_path / "mon_chat.py"
    file.write_text("def", encoding="utf-8")
    outcome = await run_checks(file, EXERCISES)
    assert (outcome.done, outcome.failed, outcome.verdict.code) == (0, EXERCISES[0], "syntax")
