import pytest

from exercises.models import Rules

pytestmark = pytest.mark.django_db


def test_until_the_teacher_decides_solutions_are_earned():
    assert Rules.objects.current().solutions == Rules.EARNED


def test_there_is_one_rule_for_the_class():
    for solutions in (Rules.OPEN, Rules.PASSED):
        rules = Rules.objects.current()
        rules.solutions = solutions
        rules.save()
    assert Rules.objects.get().solutions == Rules.PASSED
