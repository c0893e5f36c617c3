from classroom.demo import lesson


def test_a_whole_class_has_different_names_and_skills_of_all_kinds():
    assert len(set(lesson.NAMES)) == 35
    skills = [lesson.skill(rank) for rank in range(35)]
    assert len(set(skills)) == 35
    assert 0.3 < min(skills) < max(skills) < 1


def test_who_insults_and_who_serves_are_of_the_class():
    assert {lesson.RUDE, *lesson.OPEN} <= set(lesson.NAMES[:8])
