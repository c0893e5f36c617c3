"""Which characters a name or a message may hold."""

import re
import unicodedata

MAX_MARKS = 3
ZERO_WIDTH_JOINER = "\u200d"
VARIATION_SELECTOR = "\ufe0f"
# Letters that show nothing, though Unicode calls them letters.
BLANK = str.maketrans("", "", "\u115f\u1160\u3164\uffa0\u2800")
EMOJI = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
# Cc control, Cs surrogate, Cf format (bidirectional marks, zero-width characters), Zl and Zp separators of lines
REFUSED_CATEGORIES = {"Cc", "Cs", "Cf", "Zl", "Zp"}


def is_clean(text):
    """Whether every character can be shown as it is, without hiding, reordering or overflowing its neighbours."""
    marks = 0
    for index, character in enumerate(text):
        category = unicodedata.category(character)
        if category in REFUSED_CATEGORIES and not joins_emoji(text, index):
            return False
        if is_noncharacter(character):
            return False
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MAX_MARKS:
            return False
    return True


def joins_emoji(text, index):
    """Whether the character is the joiner inside an emoji made of several, as in a family or a flag."""
    before = text[:index].removesuffix(VARIATION_SELECTOR)
    after = text[index + 1 : index + 2]
    return text[index] == ZERO_WIDTH_JOINER and bool(EMOJI.match(before[-1:]) and EMOJI.match(after))


def is_noncharacter(character):
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def is_blank(text):
    return not text.translate(BLANK).strip()


def tidy(text):
    """The form that is stored: composed (NFC), without spaces around."""
    return unicodedata.normalize("NFC", text).strip()
