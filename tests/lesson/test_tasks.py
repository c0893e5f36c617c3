from exercises.catalogue import all_tasks
from lesson.tasks import tasks


def test_the_exercises_that_exist_are_found_in_the_order_of_the_step():
    first, second = [exercise.slug for exercise in all_tasks()[:2]]
    assert [task.slug for task in tasks([second, "inconnu", first])] == [second, first]


def test_a_step_without_exercises_has_none():
    assert tasks([]) == []
