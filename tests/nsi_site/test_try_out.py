import pytest

from nsi_site import try_out
from tests.servers import ROOT


def test_the_program_as_it_stands_can_be_loaded(monkeypatch, tmp_path):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert try_out.fault() == ""


def raised(source, file):
    try:
        exec(compile(source, file, "exec"), {})
    except Exception as error:
        return error


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("x = 1\ny = (", "pages/views.py, ligne 2 : SyntaxError: '(' was never closed"),
        ("\n\n1 / 0", "pages/views.py, ligne 3 : ZeroDivisionError: division by zero"),
        ("import pages.nothing", "pages/views.py, ligne 1 : ModuleNotFoundError: No module named 'pages.nothing'"),
    ],
)
def test_the_file_and_the_line_are_named(source, sentence):
    assert try_out.sentence(raised(source, str(ROOT / "pages/views.py"))) == sentence


def test_what_the_checks_refuse_is_a_fault_too(settings, capsys):
    assert try_out.main() == 0
    settings.FORCE_SCRIPT_NAME = "/atelier"
    assert try_out.main() == 1
    first, *objections = capsys.readouterr().out.splitlines()
    assert first == "Django refuse le programme\u00a0:"
    assert "exchanges.E001" in objections[0]


def test_a_file_of_a_library_is_named_in_full():
    assert try_out.sentence(raised("(", "/usr/lib/x.py")).startswith("/usr/lib/x.py, ligne 1")


def test_a_program_that_never_ends_loading_is_a_fault(monkeypatch):
    monkeypatch.setattr(try_out, "DEADLINE", 0.01)
    assert try_out.fault() == try_out.ENDLESS
