import io

from exercises.catalogue import chain
from exercises.coach.screen import Screen
from workbench.stage.arrows import Arrow
from workbench.stage.verdict import Verdict

EXERCISES = chain("salons")


def verdict_of(arrows, printed, source):
    words = {"did": "fait", "expected": "attendu", "advice": "conseil"}
    place = {"file": "consumers.py", "line": 3, "source": source, "values": [["n", "1"]]}
    return Verdict(**words, **place, printed=printed, expected_arrows=arrows, seen_arrows=arrows).to_json()


def shown(draw, width=80, rich=False):
    out = io.StringIO()
    draw(Screen(out, width, rich))
    return out.getvalue()


def test_the_progress_bar_fills():
    assert shown(lambda screen: screen.progress(0, 11)) == f"Exercices [{'-' * 22}] 0/11\n"
    assert shown(lambda screen: screen.progress(11, 11)) == f"Exercices [{'#' * 22}] 11/11\n"


def test_the_list_tells_done_current_and_to_come():
    lines = shown(lambda screen: screen.tasks(EXERCISES, {"repondre"}, EXERCISES[1])).splitlines()
    assert lines[0].startswith("  [x]  1.")
    assert lines[1].startswith("  [>]  2.")
    assert lines[2].startswith("  [ ]  3.")


def test_statements_and_hints_fit_the_terminal_but_for_code():
    for exercise in EXERCISES:
        for draw in (lambda screen, e=exercise: screen.statement(e), lambda screen, e=exercise: screen.hint(e, 1)):
            lines = shown(draw, 60).splitlines()
            assert [line for line in lines if len(line) > 60 and not line.startswith("    ")] == []


def test_the_marks_of_markdown_do_not_show():
    for exercise in EXERCISES:
        text = shown(lambda screen, e=exercise: screen.statement(e))
        assert "```" not in text
        assert "**" not in text


def test_the_lines_of_an_item_are_joined_by_one_space():
    for exercise in EXERCISES:
        text = shown(lambda screen, e=exercise: screen.prose(e.statement), 2000)
        assert not [line for line in text.splitlines() if line.startswith("  •") and "  " in line[4:]]


def test_a_low_terminal_gets_a_short_verdict():
    arrows = [Arrow("A", "open", "maths")] * 30
    verdict = verdict_of(arrows, ["affiché"] * 30, "x" * 200)
    out = io.StringIO()
    Screen(out, 110, height=40).verdict(EXERCISES[0], verdict)
    lines = out.getvalue().splitlines()
    assert len(lines) < 36
    assert max(map(len, lines)) <= 110


def test_colours_come_only_when_wanted():
    verdict = verdict_of([Arrow("A", "open", "maths")], ["affiché"], "x = 1")
    plain = shown(lambda screen: screen.verdict(EXERCISES[0], verdict))
    assert "\x1b" not in plain
    assert "\x1b[" in shown(lambda screen: screen.verdict(EXERCISES[0], verdict), rich=True)
    for words in ("fait", "attendu", "conseil", "Ligne 3", "x = 1", "affiché", "ouvre maths"):
        assert words in plain


def test_a_console_that_lacks_a_character_gets_a_question_mark():
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    Screen(console).write("é…")
    assert raw.getvalue() == b"??\n"
