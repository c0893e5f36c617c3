from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from pupils.models import Pupil


def test_who_has_not_come_for_a_year_is_forgotten(db, capsys):
    now = timezone.now()
    Pupil.objects.create(name="Ancien", seen_at=now - timedelta(days=366))
    Pupil.objects.create(name="Récent", seen_at=now - timedelta(days=364))
    call_command("purge_pupils")
    assert [pupil.name for pupil in Pupil.objects.all()] == ["Récent"]
    assert "1" in capsys.readouterr().out


def test_addresses_are_kept_for_a_day(db):
    now = timezone.now()
    Pupil.objects.create(name="Hier", address="192.0.2.1", created_at=now - timedelta(hours=25))
    Pupil.objects.create(name="Ce matin", address="192.0.2.1", created_at=now - timedelta(hours=5))
    call_command("purge_pupils")
    assert {pupil.name: pupil.address for pupil in Pupil.objects.all()} == {"Hier": None, "Ce matin": "192.0.2.1"}


def test_where_somebody_was_muted_is_forgotten_when_it_no_longer_counts(db):
    muted = {"muted": True, "muted_place": "192.0.2.1", "muted_until": timezone.now() - timedelta(minutes=1)}
    Pupil.objects.create(name="Greg", **muted)
    call_command("purge_pupils")
    greg = Pupil.objects.get()
    assert (greg.muted, greg.muted_place) == (True, None)
