"""35 pupils, a whole hour in less than a minute, the desk open."""

import statistics

import pytest

from tests.hour import PAGES, hour

PROMISED = 0.2  # seconds a page


@pytest.mark.timeout(300)
def test_no_page_is_slow_and_none_fails_while_35_pupils_work_and_the_desk_is_open(tmp_path):
    took = hour(tmp_path, seconds=40, pace=1)
    assert took.keys() == set(PAGES)
    slow = {path: statistics.median(times) for path, times in took.items() if statistics.median(times) > 10 * PROMISED}
    assert slow == {}
