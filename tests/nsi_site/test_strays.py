import shutil
import subprocess
import sys

import pytest

from nsi_site import strays
from tests import shipped
from tests.servers import ROOT, Site, running

LIST = "manage.py\nchat/__init__.py\nchat/migrations/0001_initial.py\nfiles.txt\n"


@pytest.fixture
def root(tmp_path):
    """A folder where a new version lies over an older one, which was used."""
    for name in [*LIST.split(), "chat/migrations/0002_old.py", "chat/gone/old.py", "old.py", "notes du prof.txt"]:
        write(tmp_path / name, "x")
    write(tmp_path / "files.txt", LIST)
    write(tmp_path / "chat/gone/__pycache__/old.pyc", "x")
    write(tmp_path / "var/lecon/17-ma-page.md", "x")
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_only_the_older_one_had_is_put_aside_and_nothing_is_lost(root):
    moved = ["chat/gone/old.py", "chat/migrations/0002_old.py", "old.py"]
    assert strays.put_aside(root, root / "var") == moved
    assert all((root / "var/anciens" / name).read_text() == "x" for name in moved)
    assert not (root / "chat/gone").exists()
    for kept in [*LIST.split(), "notes du prof.txt", "var/lecon/17-ma-page.md"]:
        assert (root / kept).exists()


def test_what_a_teacher_adds_to_a_version_stays(root):
    strays.put_aside(root, root / "var")
    write(root / "pages/ma_page.html", "x")
    write(root / "chat/mon_module.py", "x")
    assert strays.put_aside(root, root / "var") == []
    assert (root / "chat/mon_module.py").exists()


def test_a_first_version_has_nothing_before_it(root):
    shutil.rmtree(root / "var")
    assert strays.put_aside(root, root / "var") == []
    assert (root / "old.py").exists()


def test_a_clone_is_git_s(root):
    (root / ".git").mkdir()
    assert strays.put_aside(root, root / "var") == []


def test_the_list_is_what_git_knows():
    """`python -m tests.shipped` writes it anew."""
    assert (ROOT / strays.LIST).read_text(encoding="utf-8") == shipped.text()


class Unzipped(Site):
    """A copy of the program, and its `var/` inside it, as a teacher has them."""

    def __init__(self, folder):
        super().__init__(folder / "console", environment={"VAR_DIR": folder / "program" / "var"})
        self.root = folder / "program"

    def unzip(self):
        for name in shipped.names():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)

    def manage(self, code):
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
        done = subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()


def test_a_version_unzipped_over_the_one_in_use_starts_and_finds_all_that_was_there(tmp_path):
    site = Unzipped(tmp_path)
    site.unzip()
    with running(site):
        site.manage("from chat.models import Room; Room.objects.open('Seconde 4')")
    var = site.root / "var"
    write(var / "exercices/mon_chat.py", "# mon chat")
    write(var / "lecon/99-ma-page.md", "+++\n")
    # The older version had a migration that the newer one has no more: two lasts of one application cannot start.
    write(
        site.root / "chat/migrations/0002_vieille.py",
        "from django.db import migrations\n\n"
        "class Migration(migrations.Migration):\n    dependencies = [('chat', '0001_initial')]\n",
    )
    (var / strays.STAMP).unlink(missing_ok=True)
    site.unzip()
    start = "import start; start.put_strays_aside()"
    told = subprocess.run(
        [sys.executable, "-c", start], cwd=site.root, env=site.environment, capture_output=True, text=True, check=True
    ).stdout
    assert "chat/migrations/0002_vieille.py" in told
    with running(site):
        assert site.output.count("Compte de l’enseignant créé") == 1
    assert site.manage("from chat.models import Room; print(Room.objects.filter(title='Seconde 4').count())") == "1"
    assert (var / "anciens/chat/migrations/0002_vieille.py").exists()
    assert (var / "exercices/mon_chat.py").read_text() == "# mon chat"
    assert (var / "lecon/99-ma-page.md").exists()
