from classroom.demo.work import CHAIN, MISTAKES_OF_ONE, attempts
from exercises import catalogue


def test_each_task_has_its_solution_and_real_mistakes():
    tasks = catalogue.chain(CHAIN)[:2]
    found = attempts(tasks)
    assert list(found) == [task.slug for task in tasks]
    for right, *wrong in found.values():
        assert right.is_right
        assert 1 <= len(wrong) <= MISTAKES_OF_ONE
        assert all(attempt.verdict["state"] == "failed" and attempt.verdict["did"] for attempt in wrong)
