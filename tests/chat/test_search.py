import pytest
from django.db import connection

from chat import search
from chat.models import Message, Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    room = Room.objects.get(slug="accueil")
    said = ["Les ÉLÈVES ont du cœur", "100 % de réussite", "l'été, d'habitude", 'dit "oui"', "ok", "autre chose"]
    for number, text in enumerate(said, 1):
        Message.objects.create(room=room, number=number, client_id=f"{number}", user_name="Zoé", text=text)
    return room


def found(term):
    messages, _left = search.narrowed(Message.objects.all(), term)
    return sorted(messages.values_list("number", flat=True))


@pytest.mark.parametrize(
    ("term", "numbers"),
    [
        ("coeur", [1]),
        ("CŒUR élè", [1]),
        ("« ?", []),
        ("oui zz", []),
        ("oui du", []),
        ("coeur du", [1]),
        ("100 %", [2]),
        ("%", [2]),
        ("d'habitude", [3]),
        ('"dit', [4]),
        ('dit "oui"', [4]),
        ("ou* OR NOT", []),
        ("zoe", [1, 2, 3, 4, 5, 6]),
        ("absent", []),
    ],
)
def test_the_index_finds_what_holds_the_words(room, term, numbers):
    assert found(term) == numbers


def test_the_index_follows_what_is_changed_and_deleted(room):
    assert found("coeur") == [1]
    room.messages.filter(number=1).update(text="")
    room.messages.filter(number=3).delete()
    assert found("coeur") == found("habitude") == []
    assert indexed("coeur") == indexed("habitude") == 0


def indexed(word):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM chat_words WHERE words LIKE %s", [f"%{word}%"])
        return cursor.fetchone()[0]


def test_saving_does_not_wait_for_the_index_which_the_upkeep_fills(room):
    assert indexed("coeur") == 0
    search.catch_up()
    search.catch_up()
    assert indexed("coeur") == 1


def test_short_words_and_common_ones_are_looked_for_in_the_latest(room, monkeypatch):
    monkeypatch.setattr(search, "LATEST", 2)
    assert found("ok") == [5]
    assert found("ou") == []
    assert found("zoe") == [5, 6]


def test_many_new_ones_are_indexed_in_parts(room, monkeypatch):
    monkeypatch.setattr(search, "PART", 2)
    pauses = []
    monkeypatch.setattr(search.time, "sleep", pauses.append)
    search.catch_up()
    assert len(pauses) == 3  # six messages, and a look whether there are more
    assert indexed("") == 6


def drop():
    with connection.cursor() as cursor:
        for thing in ("TRIGGER chat_words_update", "TRIGGER chat_words_delete", "TABLE chat_words"):
            cursor.execute(f"DROP {thing}")


def test_messages_of_before_are_indexed_by_the_migration(room):
    drop()
    assert found("coeur") == [1, 2, 3, 4, 5, 6]  # without an index nothing is left out
    search.prepare("default")
    assert indexed("coeur") == 1
    room.messages.filter(number=1).delete()
    assert indexed("coeur") == 0


def test_a_database_without_the_extension_is_searched_all_the_same(room, monkeypatch):
    drop()
    monkeypatch.setattr(search, "TABLE", {"sqlite": "CREATE VIRTUAL TABLE chat_words USING no_such_module(words)"})
    search.prepare("default")
    search.catch_up()
    assert found("coeur") == [1, 2, 3, 4, 5, 6]
