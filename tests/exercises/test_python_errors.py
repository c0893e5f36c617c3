import pytest

from exercises.python_errors import OTHER_SYNTAX, explain_exception, explain_syntax

MISTAKES = {
    "def f()\n    pass": "deux points",
    "print((1)": "jamais refermé",
    "print(1))": "n'a pas été ouvert",
    "x = [1)": "ne ferme pas",
    "x = 'bonjour": "guillemet",
    "if True:\nx = 1": "quatre espaces",
    "x = 1\n  y = 2": "décalée vers la droite",
    "if True:\n    x = 1\n  y = 2": "aucun des blocs",
    "if x = 1:\n    pass": "compare",
    "x = [1 2]": "virgule",
    "def f():\n    await g()": "async def",
    "return 1": "en dehors d'une fonction",
    "x\u00a0= 1": "insécable",
    "x = “a”": "guillemets",
    "print 'a'": "parenthèses",
    "1 = x": "une variable",
    "try:\n    pass\nx = 1": "except",
    "if True:\n\tx = 1\n        y = 2": "tabulations",
}


@pytest.mark.parametrize("source", MISTAKES)
def test_common_syntax_errors_are_explained_in_french(source):
    with pytest.raises(SyntaxError) as error:
        compile(source, "mon_chat.py", "exec")
    assert MISTAKES[source] in explain_syntax(error.value.msg)


def test_any_other_syntax_error_points_at_the_line():
    assert explain_syntax("invalid syntax") == OTHER_SYNTAX


def test_a_known_exception_names_the_mistake():
    code, did, advice = explain_exception("KeyError", "usrName")
    assert code == "missing_key"
    assert "usrName" in did
    assert "orthographe" in advice


def test_any_other_exception_is_shown_as_python_says_it():
    code, did, _ = explain_exception("ZeroDivisionError", "division by zero")
    assert code == "exception"
    assert "ZeroDivisionError" in did
    assert "division by zero" in did
