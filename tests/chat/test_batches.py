import pytest

from chat import batches
from chat.models import Room

pytestmark = pytest.mark.django_db


def test_all_rows_are_changed_a_few_at_a_time(monkeypatch):
    Room.objects.bulk_create(Room(title=f"{n}", slug=f"{n}") for n in range(5))
    monkeypatch.setattr(batches, "SIZE", 2)
    pauses, sizes = [], []
    monkeypatch.setattr(batches.time, "sleep", pauses.append)
    rows = Room.objects.filter(listed=True).exclude(slug="accueil").order_by("pk")
    batches.in_batches(rows, lambda batch: sizes.append(batch.update(listed=False)))
    assert sizes == [2, 2, 1]
    assert pauses == [batches.PAUSE] * 2
    assert batches.PAUSE > 0.1  # as long as SQLite's other writers sleep before they try again
    assert not rows.exists()
