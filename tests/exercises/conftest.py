import pytest

from exercises.coach.child import Child


@pytest.fixture
def work(settings, tmp_path):
    """The pupil's folder, empty and its own for each test."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "exercices"


@pytest.fixture(scope="session")
def child():
    child = Child()
    yield child
    child.stop()
