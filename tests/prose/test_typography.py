from prose.typography import french


def test_spaces_before_high_punctuation_do_not_break():
    assert french("Quoi ? Oui ! Deux : un ; deux.") == "Quoi\xa0? Oui\xa0! Deux\xa0: un\xa0; deux."


def test_quotation_marks_keep_to_their_words():
    assert french("Il dit « bonjour » ici") == "Il dit «\xa0bonjour\xa0» ici"


def test_apostrophes_are_curly():
    assert french("l'adresse d'un PC") == "l’adresse d’un PC"


def test_text_that_is_right_is_left_alone():
    for text in ["http://127.0.0.1:8000/", "12:30", "l’adresse\xa0:", "«\xa0oui\xa0»"]:
        assert french(text) == text
