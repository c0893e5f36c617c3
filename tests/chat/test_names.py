import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from chat.names import check, fold, is_reserved

SPOOFS = [
    *(
        "prоf",
        "ᴘʀᴏꜰ",
        "prøf",
        "prof.",
        "p r o f",
        "Le prof",
        "prof\u0345",
        "🅿🆁🅾🅵",
        "🅟🅡🅞🅕",
        "prof1",
        "2prof",
        "adrnin",
        "M. le professeur",
        "Le serveur",
        "PROF",
        "Prof⭐",
    ),
    *(
        "ｐｒｏｆ",
        "ƿrof",
        "þrof",
        "ᏢᎡᎾᎰ",
        "ꓑꓣꓳꓝ",
        "ᑭᖇᗝᖴ",
        "ⓟⓡⓞⓕ",
        "рrоf",
        "ρrof",
        "pr0f",
        "pröf",
        "prof\u2065",
        "prof\ufff0",
        "prof\U000e0080",
        "prof\U000e0fff",
    ),
]
ALICES = ["Аlice", "AIice", "A1ice", "Alice.", "Alice⭐", "αlice", "Alісе", "Аӏісе", "ΑLICE", "𝒜lice", "A l i c e"]


def accepted(name):
    try:
        check(name)
    except ValidationError:
        return False
    return not is_reserved(name)


@pytest.mark.parametrize("name", SPOOFS)
def test_nobody_is_called_like_the_teacher(name):
    assert not accepted(name)


def test_no_invisible_character_makes_a_reserved_name_another():
    hidden = (chr(code) for code in range(sys.maxunicode + 1))
    hidden = [c for c in hidden if unicodedata.category(c) in {"Cf", "Cn", "Co", "Mn"}]
    assert len(hidden) > 900_000
    assert [f"{ord(c):x}" for c in hidden if accepted("prof" + c)] == []
    marks = [c for c in hidden if unicodedata.category(c) == "Mn"]
    assert {fold(f"Al{c}ice") for c in marks} == {fold("Alice")}


@pytest.mark.parametrize("name", ALICES)
def test_names_that_look_the_same_are_the_same(name):
    assert fold(name) == fold("Alice")


@pytest.mark.parametrize("name", ["Alicia", "Elise", "Marc", "Profite", "Élève 12", "李雷", "Анна", "🙂"])
def test_other_names_are_others(name):
    assert accepted(name)
    assert fold(name) != fold("Alice")


def test_a_name_of_emoji_alone_is_a_name_of_its_own():
    assert fold("🙂") != fold("🙃")


@pytest.mark.parametrize(
    ("name", "words"), [("Al\u200bice", "U+200B"), ("\u3164", "ne se voient pas"), ("Анna", "plusieurs")]
)
def test_what_is_wrong_is_said(name, words):
    with pytest.raises(ValidationError, match=words.replace("+", r"\+")):
        check(name)


@pytest.mark.parametrize("name", ["田中さくら", "김철수", "Éloïse", "O’Connor", "Jean-Luc 2"])
def test_writings_that_go_together_may(name):
    check(name)


@pytest.mark.parametrize(
    "name", ["Þóra", "Ægir", "日本太郎", "สมชาย", "ⴰⵎⵉⵏⴰ", "Ольга", "Ἑλένη", "דנה", "محمد", "ሰላም", "김민수"]
)
def test_names_of_many_writings_are_welcome(name):
    check(name)
    assert not is_reserved(name)
