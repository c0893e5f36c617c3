"""What the comparison with other servers counts."""

from bench.peers.tally import tally


def test_all_have_all_in_one_order():
    counts = tally({1, 2, 3}, [[2, 1, 3], [2, 1, 3]])
    assert counts == {"deliveries": 6, "lost": 0, "doubled": 0, "disordered": 0}


def test_a_message_is_lost_to_each_client_that_never_had_it():
    assert tally({1, 2, 3}, [[1, 2, 3], [1, 3], []])["lost"] == 4


def test_a_message_that_comes_again_is_doubled_and_delivered_once():
    counts = tally({1, 2}, [[1, 2], [1, 2, 1, 1]])
    assert (counts["doubled"], counts["deliveries"]) == (2, 4)
    assert counts["disordered"] == 0


def test_another_order_than_the_first_clients_is_disorder():
    assert tally({1, 2, 3}, [[1, 2, 3], [1, 3, 2]])["disordered"] == 1


def test_what_was_sent_before_is_left_out():
    counts = tally({8, 9}, [[1, 2, 8, 9], [8, 9]])
    assert counts == {"deliveries": 4, "lost": 0, "doubled": 0, "disordered": 0}
