import pytest

from exercises.coach.child import Child
from tests.stage import SmallTask
from workbench.stage import inplace

inplace.uninstall()  # the import installed it, in the process that all tests share


@pytest.fixture(autouse=True)
def in_place():
    """As in the pupil's world, for these tests alone."""
    inplace.install()
    yield
    inplace.uninstall()


@pytest.fixture(scope="session")
def child():
    """The stage in a process of its own, for all tests: Django's settings there are the pupil's."""
    child = Child()
    yield child
    child.stop()


@pytest.fixture
def judge(child):
    """`judge(files, check)` → the verdict, as JSON."""
    return lambda files, check, record=None, **task: child.judge(files, SmallTask(check, **task), record)
