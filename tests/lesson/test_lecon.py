from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lesson.step_files import FOLDER


def check():
    out = StringIO()
    call_command("lecon", stdout=out)
    return out.getvalue()


def test_the_program_s_steps_are_sound(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert "étapes se lisent bien" in check()


def test_each_wrong_step_is_named_with_its_line(settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    (tmp_path / "lecon").mkdir()
    text = (FOLDER / "03-variables.md").read_text(encoding="utf-8")
    (tmp_path / "lecon" / "17-une.md").write_text(text.replace('"socle"', "socle"), encoding="utf-8")
    (tmp_path / "lecon" / "18-deux.md").write_text(text.replace("[x]", "[ ]"), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="2"):
        call_command("lecon", stdout=out)
    one, two = out.getvalue().splitlines()
    assert "17-une.md, ligne 3" in one
    assert "18-deux.md, ligne " in two
