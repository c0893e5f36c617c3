import pytest

from chat.text import fault, is_blank, is_clean, tidy


@pytest.mark.parametrize(
    "text",
    [
        "coucou",
        "Ça va ? Très bien, l’été à Noël…",
        "😀 👍🏽",
        "👨‍👩‍👧",
        "🏳️‍🌈",
        "日本語 العربية",
        "می‌خواهم",  # Persian keeps two letters apart
        "क्‍ष",  # Hindi joins them
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
        "\U0001faee",  # an emoji that Python may not know yet
        "a\u0301\u0302\u0303",  # three marks on one letter
        "<script>alert(1)</script>",
    ],
)
def test_what_people_write_is_clean(text):
    assert is_clean(text)


HIDDEN = {
    "control": ["a\nb", "a\tb", "a\x00b", "a\x1b[31m", "a\x85b"],
    "lone surrogate": ["a\ud800b"],
    "direction": ["a\u202eb", "a\u2066b", "a\u200fb"],
    "no width": ["a\u200bb", "a\u200db", "a\ufeffb", "a\u2060b", "a\u00adb"],
    "joiner that joins nothing": [
        "می\u200c",
        "\u200cمی",
        "م\u200c\u200cی",
        "aم\u200cb",
        "👨\u200d",
        "\U000e0067\U000e007f",
    ],
    "separator": ["a\u2028b", "a\u2029b"],
    "noncharacter": ["\ufffe", "\ufdd0"],
    "private or unassigned": ["prof\ue000", "prof\u2065", "prof\ufff0", "prof\U000e0080", "prof\U000e0fff"],
    "piled marks": ["Z" + "\u0301" * 4],
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_hides_reorders_or_overflows_is_not(kind):
    assert not any(is_clean(text) for text in HIDDEN[kind])


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\u3164", "\u2800 "])
def test_text_that_shows_nothing_is_blank(text):
    assert is_blank(text)


def test_text_is_stored_composed_and_trimmed():
    assert tidy("  e\u0301te\u0301 ") == "été"


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("12\t15", "12 15"),
        ("a\u2028b", "a b"),
        ("bon\u200bjour", "bonjour"),
        ("infor\u00admatique", "informatique"),
        ("C:\\temp\u200e", "C:\\temp"),
        ("\ufeffa\u2060b\u200f", "ab"),
    ],
)
def test_what_pasted_text_carries_along_does_no_harm(pasted, stored):
    assert tidy(pasted) == stored
    assert is_clean(tidy(pasted))


def test_the_first_bad_character_is_found():
    assert fault("👨‍👩‍👧 a\u202eb") == 7
