"""The code that brings a pupil's work back: three short French words, easy to read aloud and to type."""

import secrets
import unicodedata
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("words.txt")
LENGTH = 3  # words: with some 400 to choose from, 64 million codes


@cache
def words():
    return WORDS.read_text(encoding="ascii").split()


def new_code():
    return "-".join(secrets.choice(words()) for _ in range(LENGTH))


def tidy(typed):
    """A code as it was typed, in the form that is stored: "Pomme, LUNE vélo" gives pomme-lune-velo."""
    plain = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalpha() else " " for c in plain).split())
