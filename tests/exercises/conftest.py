import pytest


@pytest.fixture
def work(settings, tmp_path):
    """The pupil's folder, empty and its own for each test."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "exercices"
