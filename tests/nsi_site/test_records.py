import pytest

from chat.models import Message, Room
from pupils import export
from pupils.models import Pupil


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


def said(author, number, text):
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    return Message.objects.create(
        room=room, number=number, client_id=f"id{number}", user_name="Greg", text=text, author=author, browser="Firefox"
    )


def test_what_a_pupil_said_is_exported_with_the_rest(greg):
    said(greg.pk, 1, "coucou")
    said(None, 2, "un autre")
    assert [message["texte"] for message in export.everything(greg)["messages"]] == ["coucou"]


def test_what_a_pupil_said_is_erased_with_the_claim_and_open_pages_are_told(greg, monkeypatch):
    told = []
    monkeypatch.setattr("nsi_site.records.announce_removed", lambda key, numbers: told.append(numbers))
    mine, other = said(greg.pk, 1, "coucou"), said(None, 2, "un autre")
    greg.delete()
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.text, mine.user_name, mine.browser, mine.author, mine.number) == ("", "", "", None, 1)
    assert mine.removed_at
    assert other.text == "un autre"
    assert told == [[1]]
