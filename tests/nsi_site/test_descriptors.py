import selectors

import pytest

from nsi_site import descriptors

resource = pytest.importorskip("resource")


class System:
    """Stands for the module `resource`: a system that refuses limits above `most`."""

    RLIMIT_NOFILE, RLIM_INFINITY = 7, -1

    def __init__(self, soft, hard, most=1_000_000):
        self.now, self.most = (soft, hard), most

    def getrlimit(self, kind):
        return self.now

    def setrlimit(self, kind, limits):
        if limits[0] > self.most:
            raise ValueError("current limit exceeds maximum limit")
        self.now = limits


@pytest.fixture
def system(monkeypatch):
    def replace(*limits, **options):
        monkeypatch.setattr(descriptors, "resource", System(*limits, **options))
        return descriptors.resource

    return replace


@pytest.mark.parametrize(
    ("soft", "hard", "most", "after"),
    [
        (1024, 4096, 1_000_000, 4096),
        (1024, 1_048_576, 1_000_000, 65_536),
        (256, -1, 1_000_000, 65_536),
        (256, -1, 10_240, 10_240),  # macOS
        (256, 256, 1_000_000, 256),
        (1_000_000, 1_000_000, 1_000_000, 1_000_000),
        (-1, -1, 1_000_000, -1),
    ],
)
def test_the_limit_is_raised_as_far_as_the_system_lets_it(system, soft, hard, most, after):
    machine = system(soft, hard, most=most)
    descriptors.raise_limit()
    assert machine.now == (after, hard)


@pytest.mark.parametrize(("soft", "most"), [(256, 192), (1024, 896), (65_536, 57_344)])
def test_some_are_kept_for_files_and_the_database(system, soft, most):
    system(soft, soft)
    assert descriptors.most_connections() == most


def test_select_can_do_no_more_than_it_can(system, monkeypatch):
    system(65_536, 65_536)
    monkeypatch.setattr(selectors, "DefaultSelector", selectors.SelectSelector)
    assert descriptors.limit() == descriptors.SELECT_LIMIT


def test_a_system_without_limits_of_its_own_has_that_of_select(monkeypatch):
    monkeypatch.setattr(descriptors, "resource", None)
    descriptors.raise_limit()
    assert descriptors.limit() == descriptors.SELECT_LIMIT
