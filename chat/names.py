"""Names: which ones may be used, and when two of them are the same to the eye."""

import re
import unicodedata
from functools import cache, lru_cache
from string import digits

from confusable_homoglyphs import categories
from confusable_homoglyphs.confusables import confusables_data
from django.core.exceptions import ValidationError

from chat import text

RESERVED = {
    *("serveur", "système", "system", "admin", "administrateur", "administratrice", "root"),
    *("prof", "profs", "professeur", "professeure", "enseignant", "enseignante", "maître", "maîtresse"),
    *("modérateur", "modératrice", "modo"),
}
# Private, unassigned and unpaired characters are drawn as nothing, or as anything.
REFUSED_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
# The writings in common use (UAX 31, table 5), and three that families here may use. The others (Cherokee, Lisu…) serve
# to draw a Latin name in other letters.
WRITINGS = {
    *("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "THAANA", "ETHIOPIC"),
    *("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
    *("THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER", "HAN", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL"),
    *("TIFINAGH", "NKO", "SYRIAC"),
}
# Writings that are mixed in ordinary words.
MIXED = [{"HAN", "HIRAGANA", "KATAKANA"}, {"HAN", "HANGUL"}, {"HAN", "BOPOMOFO"}]
PLAIN_LETTER = re.compile(
    r"(?:NEGATIVE (?:SQUARED|CIRCLED) )?LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?"
)
# What one reads for another in most fonts. I, l and 1 are one sign.
READ_AS = str.maketrans("0159|iþƿ", "olsgllpp")
READ_AS_ONE = {"rn": "m", "vv": "w"}


def check(name):
    """Raise ValidationError, in French, for a name whose characters hide or imitate something."""
    for character in name:
        if unicodedata.category(character) in REFUSED_CATEGORIES:
            raise ValidationError(f"Ce nom contient un caractère invisible (U+{ord(character):04X}).", code="bad_text")
    if not text.is_clean(name) or text.is_blank(name):
        raise ValidationError("Ce nom contient des caractères qui ne se voient pas.", code="bad_text")
    if not scripts(name) <= WRITINGS:
        raise ValidationError("Ce nom est écrit avec des lettres qui en imitent d’autres.", code="bad_text")
    if len(scripts(name)) > 1 and not any(scripts(name) <= mixed for mixed in MIXED):
        raise ValidationError("Ce nom mélange des lettres de plusieurs écritures.", code="bad_text")


def scripts(name):
    """The writings of a name's letters, as Unicode calls them: {"LATIN"}."""
    return {categories.alias(character) for character in name} - {"COMMON", "INHERITED"}


def is_reserved(name):
    """Whether the name, or a word of it, is what staff and server are called."""
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name))
    return bool(
        reserved() & {fold(name), *(fold(word) for word in words), *(fold(word.strip(digits)) for word in words)}
    )


@cache
def reserved():
    return {fold(word) for word in RESERVED}


def fold(name):
    """The form in which two names are the same: no case, accents, spaces, punctuation, look-alikes (UTS 39)."""
    letters = "".join(look_alike(character) for character in decomposed(name))
    folded = "".join(character for character in letters.translate(READ_AS) if character.isalnum())
    for two, one in READ_AS_ONE.items():
        folded = folded.replace(two, one)
    return folded or decomposed(name)  # a name of emoji alone


def decomposed(name):
    """Without case, accents, compatibility variants and what is drawn as nothing."""
    letters = shown(unicodedata.normalize("NFKD", name.translate(text.BLANK)))  # one mark's small form is a letter
    return shown(unicodedata.normalize("NFKD", letters.casefold())).strip()


def shown(letters):
    return "".join(c for c in letters if unicodedata.category(c) not in REFUSED_CATEGORIES | {"Mn", "Me"})


@lru_cache(maxsize=4096)
def look_alike(character):
    """The ASCII letter or digit that the character looks like, else itself."""
    if character.isascii():
        return character
    if plain := PLAIN_LETTER.fullmatch(unicodedata.name(character, "")):
        return plain[1].lower()
    likenesses = [likeness["c"] for likeness in confusables_data.get(character, [])]
    return next((c.lower() for c in likenesses if len(c) == 1 and c.isascii() and c.isalnum()), character)
