import re

import pytest

from workbench.stage.vocabulary import EXCEPTION, SILENT, SYNTAX, Entry, entries, fill, stage_words


@pytest.mark.parametrize("kind", [SYNTAX, EXCEPTION, SILENT])
def test_every_entry_says_what_to_do_next(kind):
    assert [entry.code for entry in entries(kind) if not entry.advice] == []


def test_what_the_stage_finds_wrong_is_said():
    assert {"never_accepted", "refused", "disconnected", "endless_loop", "too_slow"} <= set(stage_words())


def test_groups_of_a_pattern_fill_the_sentence():
    entry = Entry("x", pattern=r"name '(?P<name>\w+)'")
    assert fill("Le nom $name.", entry.find("name 'a' is not defined")) == "Le nom a."
    assert entry.find("autre") is None


def test_sentences_keep_their_braces():
    assert fill("{% url %} {{ a }} $name", {"name": "b"}) == "{% url %} {{ a }} b"


def test_french_sentences_have_french_apostrophes():
    """A straight one belongs to code only."""
    for kind in (SYNTAX, EXCEPTION, SILENT):
        for entry in entries(kind):
            for text in (entry.did, entry.expected, entry.advice):
                assert not re.search(r"\b(l|d|n|s|qu|j|c|m|t)'[a-zéèêà]\w* ", text), text
