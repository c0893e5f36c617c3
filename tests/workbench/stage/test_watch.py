import pytest

from tests.stage import SAYS, chat
from workbench.stage.watch import Prints, Watch, shown


def test_printed_lines_are_bounded():
    lines = []
    prints = Prints(lines.append)
    prints.write("a" * 10_000_000 + "\nb\nc")
    prints.flush()
    assert [len(line) for line in lines] == [500, 1, 1]


def test_events_are_bounded():
    watch = Watch("/projet")
    for _ in range(10_000):
        watch.note("layer")
    assert len(watch.events) == 5000


def test_a_value_is_shown_short_even_when_it_cannot_be():
    class Odd:
        def __repr__(self):
            raise KeyError

    assert shown(Odd()) == "<KeyError>"
    assert len(shown("a" * 1000)) == 80


@pytest.mark.parametrize("error", ["{}['userName']", "int('a')"])
def test_an_error_that_an_except_swallowed_is_told(judge, error):
    receive = f"try:\n    {error}\nexcept Exception as e:\n    print(e)\n    return"
    verdict = judge(chat(receive=receive), SAYS)
    assert verdict["code"] == "swallowed"
    assert verdict["source"] == error


def test_names_and_values_stand_beside_the_line(judge):
    verdict = judge(chat(receive="trame = json.loads(text_data)\nx = 0\nprint(trame['message'] / x)"), SAYS)
    assert ["x", "0"] in verdict["values"]
    assert any(name == "trame" for name, _ in verdict["values"])
