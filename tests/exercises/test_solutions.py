"""The course as data: each starter must fail for the right reason, each solution pass all that came before it."""

import pytest

from tests.exercises.answers import EXERCISES, check_all

# What each starter, the solution of the exercise before, is told.
REASONS = {
    "repondre": ("missing", "Le client A n'a rien reçu."),
    "diffuser": ("missing", "Le client B n'a rien reçu."),
    "annoncer": ("missing", "Le client A n'a rien reçu."),
    "salons": ("announced_elsewhere", "arrival"),
    "compter": ("missing", "Le client A n'a rien reçu."),
    "accents": ("group_name", "Channels a refusé le nom de groupe"),
    "refuser": ("missing", "received"),
    "lister": ("missing_key", "message"),
    "historique": ("missing", "presence"),
    "message-prive": ("private_yet_public", "/msg"),
    "horloge": ("missing", "presence"),
}
each = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Of each exercise's starter, then of the last solution, on the exercises up to their own."""
    ladders = [(exercise.starter, EXERCISES[: exercise.number]) for exercise in EXERCISES]
    return check_all(tmp_path_factory.mktemp("course"), [*ladders, (EXERCISES[-1].solution, EXERCISES)])


@each
def test_a_starter_passes_all_earlier_checks_and_fails_its_own_for_the_right_reason(exercise, outcomes):
    outcome = outcomes[exercise.number - 1]
    assert outcome.failed is exercise, outcome.verdict
    code, words = REASONS[exercise.slug]
    assert outcome.verdict.code == code
    assert words in outcome.verdict.did


@each
def test_a_solution_passes_its_own_check_and_all_earlier_ones(exercise, outcomes):
    # A solution is the next exercise's starter.
    assert outcomes[exercise.number].done == exercise.number, outcomes[exercise.number].verdict


def test_no_reason_is_of_an_exercise_that_is_gone():
    assert set(REASONS) == {exercise.slug for exercise in EXERCISES}
