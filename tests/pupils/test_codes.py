import re

from pupils import codes


def test_there_are_enough_words_all_easy_to_type():
    assert len(codes.words()) > 400
    assert len(set(codes.words())) == len(codes.words())
    assert all(re.fullmatch("[a-z]{3,8}", word) for word in codes.words())


def test_a_code_is_three_words():
    assert len(codes.new_code().split("-")) == 3
    assert len({codes.new_code() for _ in range(20)}) > 1


def test_a_code_is_read_as_pupils_type_it():
    assert codes.tidy("  Pomme, LUNE  vélo\n") == "pomme-lune-velo"
    assert codes.tidy("pomme-lune-velo") == "pomme-lune-velo"
    assert codes.tidy("") == ""
