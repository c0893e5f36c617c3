from classroom.demo import lesson


def test_thirty_pupils_have_different_names_and_skills_of_all_kinds():
    assert len(set(lesson.NAMES)) == 30
    skills = [lesson.skill(rank) for rank in range(30)]
    assert len(set(skills)) == 30
    assert 0.3 < min(skills) < max(skills) < 1


def test_who_insults_and_who_serves_are_of_the_class():
    assert {lesson.RUDE, *lesson.OPEN} <= set(lesson.NAMES[:8])
