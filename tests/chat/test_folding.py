import unicodedata

import pytest

from chat.folding import LONGEST, fold, fold_title
from chat.models import Message, Room

SAME = [
    ("Salon des élèves", "SALON DES ÉLÈVES"),
    ("Salon des élèves", "salon des eleves"),
    ("Salon des élèves", unicodedata.normalize("NFD", "Salon  des élèves")),
    ("Œuvres & cætera", "oeuvres & CAETERA"),
    ("L’atelier", "l'atelier"),
    ("Straße", "STRASSE"),
    ("ﬁn", "FIN"),
    ("ΣΊΣΥΦΟΣ", "σίσυφος"),
]
OTHERS = [("Groupe 1", "Groupe I"), ("C", "C++"), ("1-1", "11"), ("NSI", "N S I"), ("日本", "日木"), ("🎉", "🎈")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_is_written_in_another_way_is_the_same(one, other):
    assert fold(one) == fold(other) == fold(fold(one))


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_what_reads_differently_is_another(one, other):
    assert fold(one) != fold(other)


def test_a_folded_title_fits_in_its_column():
    assert len(fold_title("\ufdfa" * 60)) == LONGEST


@pytest.mark.parametrize("term", ["élève", "ÉLÈVE", "eleve", "coeur", "CŒUR", "100%", "d_e", "l'été"])
def test_a_search_finds_what_is_folded(transactional_db, term):
    room = Room.objects.create(title="Recherche")
    said = ["Les ÉLÈVES ont du cœur", "100% de réussite", "d_e", "dXe 100 pour cent", "L’été"]
    Message.objects.bulk_create(
        Message(room=room, number=n, client_id=f"{n}", user_name="Greg", text=text) for n, text in enumerate(said)
    )
    found = room.messages.filter(text__folded__contains=term).values_list("text", flat=True)
    assert list(found) == [text for text in said if fold(term) in fold(text)]
    assert len(found) == 1
