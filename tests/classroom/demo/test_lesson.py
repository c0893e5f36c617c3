import asyncio

import pytest

from classroom.demo import lesson
from tests.servers import free_port


def test_a_whole_class_has_different_names_and_skills_of_all_kinds():
    assert len(set(lesson.NAMES)) == 35
    skills = [lesson.skill(rank) for rank in range(35)]
    assert len(set(skills)) == 35
    assert 0.3 < min(skills) < max(skills) < 1


def test_who_insults_and_who_serves_are_of_the_class():
    assert {lesson.RUDE, *lesson.OPEN} <= set(lesson.NAMES[:8])


async def test_a_class_whose_site_is_gone_waits_for_it_and_ends_when_told():
    school = lesson.Lesson(free_port(), ["127.0.0.1"] * 8, "", pace=0.05)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(school.run(), 2)
