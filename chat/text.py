"""Which characters a name or a message may hold."""

import re
import unicodedata

MAX_MARKS = 3
# Letters that show nothing, though Unicode calls them letters.
BLANK = str.maketrans("", "", "\u115f\u1160\u3164\uffa0\u2800")
EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
# Scripts whose letters invisible characters join or keep apart: Arabic to Malayalam, Burmese, Khmer, Mongolian
JOINED = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af"
# Invisible, and at home where they stand: in an emoji of several, in a region's flag, between letters of such scripts
AT_HOME = re.compile(
    f"(?:(?<=[{EMOJI}])|(?<=[{EMOJI}]\ufe0f))\u200d(?=[{EMOJI}])"
    "|(?<=\U0001f3f4)[\U000e0061-\U000e007a]{2,6}\U000e007f"
    f"|(?<=[{JOINED}])[\u200c\u200d](?=[{JOINED}])"
)
NEW_EMOJI = re.compile(f"[{EMOJI}]")  # may be newer than Python's tables
# Cc control, Cf format (bidirectional marks, zero-width characters), Cn unassigned, Co private, Cs surrogate,
# Zl and Zp separators of lines
REFUSED_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}

BLANK_LINES = re.compile(r"^\s*\n")  # at the beginning

# What pasted text carries along: cells and lines are kept apart by a space, marks that nobody typed are left out.
PASTED = str.maketrans("\t\u2028\u2029", "   ", "\u00ad\u200b\u200e\u200f\u2060\ufeff")


def mend(text):
    """Without what is harmless but invisible; a line ends in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(PASTED)


def is_clean(text):
    """Whether every character can be shown as it is, without hiding, reordering or overflowing its neighbours."""
    return fault(text) is None


def fault(text):
    """The index of the first character for which `is_clean` does not hold, or None."""
    if text.isascii() and text.isprintable():
        return None
    marks = 0
    for index, character in enumerate(AT_HOME.sub(lambda found: "x" * len(found[0]), text)):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        refused = category in REFUSED_CATEGORIES and not NEW_EMOJI.match(character)
        if refused or marks > MAX_MARKS:
            return index
    return None


def is_blank(text):
    return not text.translate(BLANK).strip()


def tidy(text):
    """The form that is stored: mended, composed (NFC), without spaces around."""
    return unicodedata.normalize("NFC", mend(text)).strip()


def tidy_lines(text):
    """The same for a text of several lines: blank ones around go, the spaces that begin a line stay."""
    tidied = BLANK_LINES.sub("", unicodedata.normalize("NFC", mend(text))).rstrip()
    return tidied if "\n" in tidied else tidied.strip()
