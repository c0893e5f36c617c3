import pytest

from pupils import locks


@pytest.fixture
def tries(settings):
    def tries(count, address="a", name="b"):
        return [locks.begin(address, name) for _ in range(count)]

    return tries


def test_who_tries_too_often_is_locked_and_the_others_are_not(tries):
    assert tries(locks.TRIES + 1) == [True] * locks.TRIES + [False]
    assert locks.begin("c", "b")


def test_the_wrong_codes_of_one_pupil_leave_the_others_of_the_address_their_way_back(tries):
    tries(locks.TRIES)
    assert locks.begin("a", "another name")


def test_an_address_that_tries_many_names_is_locked(tries):
    for number in range(locks.ADDRESS_TRIES):
        tries(1, name=f"name {number}")
    assert not locks.begin("a", "one more")


def test_where_the_class_has_one_address_it_may_try_as_a_class(tries, settings):
    settings.SHARED_ADDRESS = True
    for number in range(locks.ADDRESS_TRIES):
        tries(1, name=f"name {number}")
    assert locks.begin("a", "one more")


def test_right_codes_are_not_counted(tries):
    for _ in range(3 * locks.ADDRESS_TRIES):
        assert locks.begin("a", "b")
        locks.succeed("a", "b")


def test_a_name_is_guarded_against_many_addresses(tries):
    for number in range(locks.NAME_TRIES):
        tries(1, address=f"address {number}")
    assert not locks.begin("elsewhere", "b")


def test_a_name_of_any_letters_may_be_locked():
    assert locks.begin("a", "李" * 400)
    assert locks.begin("a", "é")
