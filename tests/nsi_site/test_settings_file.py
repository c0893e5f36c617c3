import os

import pytest

from nsi_site import settings_file
from tests.servers import ROOT, running_site


@pytest.fixture
def written(tmp_path, monkeypatch):
    """`written(text)`: what the environment gets from a file with this text."""

    def written(text, encoding="utf-8"):
        (tmp_path / settings_file.NAME).write_text(text, encoding=encoding)
        for setting in settings_file.SETTINGS:
            monkeypatch.delenv(setting.name, raising=False)
        before = dict(os.environ)
        try:
            settings_file.load(tmp_path)
            return {name: value for name, value in os.environ.items() if name not in before}
        finally:
            for name in set(os.environ) - set(before):
                del os.environ[name]

    return written


def test_the_file_as_it_is_written_changes_nothing(written, tmp_path):
    settings_file.write_once(tmp_path)
    text = (tmp_path / settings_file.NAME).read_text(encoding="utf-8")
    assert written(text) == {}
    assert text.count("\n\n") == len(settings_file.SETTINGS)


def test_without_the_marks_it_sets_the_usual_values(written):
    text = settings_file.template()
    for setting in settings_file.SETTINGS:
        text = text.replace(f"#{setting.name}", setting.name)
    assert written(text) == {setting.name: setting.usual for setting in settings_file.SETTINGS}


def test_the_usual_values_are_those_of_the_settings():
    source = (ROOT / "nsi_site/settings.py").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for setting in settings_file.SETTINGS:
        assert f'"{setting.name}"' in source
        assert f"| `{setting.name}` | `{setting.usual}` |" in readme


def test_a_file_of_the_teacher_s_own_stays(tmp_path):
    (tmp_path / settings_file.NAME).write_text("KEEP_DAYS = 30\n", encoding="utf-8")
    settings_file.write_once(tmp_path)
    assert (tmp_path / settings_file.NAME).read_text(encoding="utf-8") == "KEEP_DAYS = 30\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_any_editor_may_have_written_it(written, encoding):
    assert written("# élèves\r\nKEEP_DAYS=30\r\n  SHARED_ADDRESS = '1'  \r\n", encoding) == {
        "KEEP_DAYS": "30",
        "SHARED_ADDRESS": "1",
    }


def test_the_environment_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("KEEP_DAYS", "7")
    (tmp_path / settings_file.NAME).write_text("KEEP_DAYS = 30", encoding="utf-8")
    settings_file.load(tmp_path)
    assert os.environ["KEEP_DAYS"] == "7"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("KEEP_DAYS = un an", "KEEP_DAYS doit être un nombre entier, pas « un an »"),
        ("SHARED_ADDRESS = oui", "SHARED_ADDRESS doit être 1 (oui) ou 0 (non)"),
        ("KEEP_DAY = 30", "Peut-être : KEEP_DAYS ?"),
        ("KEEP_DAYS 30", "n’est pas de la forme NOM = valeur"),
        ("DATABASE_URL = postgres://x", "aucun réglage ne s’appelle"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(written, tmp_path, line, words):
    with pytest.raises(SystemExit) as problem:
        written(f"# un\n\n{line}\n")
    said = str(problem.value).replace("\xa0", " ")
    assert f"{settings_file.NAME}, ligne 3 : " in said
    assert words in said


def test_a_real_site_writes_it_obeys_it_and_refuses_a_mistake_without_a_traceback(tmp_path):
    with running_site(tmp_path) as site:
        path = tmp_path / "var" / settings_file.NAME
        assert "#STAFF_FROM_ANYWHERE = 0" in path.read_text(encoding="utf-8")
        path.write_text("KEEP_DAYS = bientôt\n", encoding="utf-8")
        site.kill()
        with pytest.raises(RuntimeError, match="status 1"):
            site.start()
        assert "ligne 1" in site.output
        assert "Traceback" not in site.output
