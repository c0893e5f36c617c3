import pytest

from bench import simulation


@pytest.mark.parametrize("place", simulation.PLACES)
def test_a_process_that_heard_nothing_for_a_second_counts_every_room_right_again(monkeypatch, place):
    monkeypatch.setattr(simulation, "SOCKETS", 60)
    monkeypatch.setattr(simulation, "ROOMS", 6)
    processes, rooms, sockets, _, heard, *_ = simulation.measure(4, place)  # SystemExit where a room is counted wrong
    assert (processes, rooms, sockets) == (4, 24, 240)
    assert heard >= 3 / 2  # each of the three others is heard every two seconds
