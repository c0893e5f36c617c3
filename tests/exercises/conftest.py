import pytest

from exercises import scene


@pytest.fixture(scope="package", autouse=True)
def patience():
    """Several checks run at once here, each slower than on a pupil's PC: silence takes longer to mean anything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scene, "QUIET", 0.15)
        yield


@pytest.fixture
def work(settings, tmp_path):
    """The pupil's folder, empty and its own for each test."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "exercices"
