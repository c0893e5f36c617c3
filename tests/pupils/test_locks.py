from pupils import locks


def test_who_tries_too_often_is_locked_and_the_others_are_not():
    for _ in range(locks.TRIES):
        assert not locks.is_locked("address a", "name b")
        locks.count("address a")
    assert locks.is_locked("address a", "name b")
    assert not locks.is_locked("address c", "name b")


def test_a_name_of_any_letters_may_be_a_subject():
    locks.count("name " + "李" * 400)
    assert not locks.is_locked("name é")
