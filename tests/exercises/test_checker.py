import pytest

from exercises import workspace
from exercises.catalogue import all_exercises
from exercises.checker import Checker
from tests.servers import wait_until

EXERCISES = all_exercises()


@pytest.fixture
def checker(work):
    return Checker()


def finish(checker):
    checker.refresh()
    wait_until(lambda: not checker.running, "the checks are over")
    return checker.describe()


def test_without_a_file_nothing_runs(checker):
    checker.refresh()
    assert not checker.running


def test_each_state_of_the_file_is_checked_once(checker):
    workspace.write(EXERCISES[0].solution)
    state = finish(checker)
    assert (state["done"], state["failed"]) == (1, "diffuser")
    assert workspace.reached() == 1
    assert not state["lost"]
    checker.refresh()
    assert not checker.running
    workspace.write("def\n")
    state = finish(checker)
    assert state["verdict"]["code"] == "syntax"
    assert state["lost"]
    assert workspace.reached() == 1


def test_the_same_file_is_checked_again_when_asked(checker):
    workspace.write("def\n")
    finish(checker)
    checker.forget()
    checker.refresh()
    assert checker.running
    wait_until(lambda: not checker.running, "the checks are over")
