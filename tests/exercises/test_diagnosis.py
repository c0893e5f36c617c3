"""Typical wrong answers get the message meant for them."""

import pytest

from tests.exercises.answers import EXERCISES, check_all, wrong_answers, wrong_source

CHAPTERS = ["diffuser", "salons", "soigner"]
ANSWERS = {f"{chapter}: {answer['says']}": answer for chapter in CHAPTERS for answer in wrong_answers(chapter)}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    answers = [(wrong_source(answer), [EXERCISES[answer["exercise"] - 1]]) for answer in ANSWERS.values()]
    outcomes = check_all(tmp_path_factory.mktemp("wrong"), answers)
    return dict(zip(ANSWERS, (outcome.verdict for outcome in outcomes), strict=True))


@pytest.mark.parametrize("name", ANSWERS)
def test_the_mistake_is_named(name, verdicts):
    verdict = verdicts[name]
    assert verdict is not None, "passed"
    assert verdict.code == ANSWERS[name]["mistake"], verdict
    if line := ANSWERS[name].get("line"):
        assert verdict.line == line


@pytest.mark.parametrize("name", ANSWERS)
def test_a_failure_says_what_was_done_what_was_expected_and_what_next(name, verdicts):
    verdict = verdicts[name]
    assert verdict.did
    assert verdict.expected
    assert verdict.advice
    assert verdict.seen_exchange


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_chapter_has_ten_wrong_answers(chapter):
    assert len(wrong_answers(chapter)) >= 10
