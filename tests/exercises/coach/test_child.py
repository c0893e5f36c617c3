import pytest

from exercises.coach import child as coach
from exercises.coach.child import Child
from tests.stage import SAYS, SmallTask, chat


@pytest.fixture
def own_child():
    child = Child()
    yield child
    child.stop()


def test_a_program_that_ends_python_is_told_and_the_next_one_is_judged(own_child):
    ends = chat(receive="import os\nos._exit(3)")
    assert own_child.judge(ends, SmallTask(SAYS))["code"] == "ended"
    assert own_child.judge(chat(), SmallTask(SAYS))["code"] == "no_answer"


def test_one_endless_call_is_stopped(own_child, monkeypatch):
    own_child.judge(chat(), SmallTask(SAYS))
    monkeypatch.setattr(coach, "PATIENCE", 2)
    assert own_child.judge(chat(receive="sum(range(10**12))"), SmallTask(SAYS))["code"] == "long_call"


def test_the_child_knows_nothing_of_this_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    assert "SECRET_KEY" not in coach.environment()
