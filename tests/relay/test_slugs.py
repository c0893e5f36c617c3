import pytest

from pupils.models import Pupil
from relay.models import Server
from relay.slugs import server_of

pytestmark = pytest.mark.django_db
NAMES = [
    "李",
    "🙂",
    "A-B",
    "A B",
    "a_b",
    "Greg",
    "GREG ",
    "greg 2",
    "Greg-2",
    "ws",
    "Preuve",
    "static",
    "Élève 3",
    "--",
    "x" * 32,
]


def pupil(name):
    """Straight into the table: here any name goes."""
    return Pupil.objects.bulk_create([Pupil(name=name, folded=f"{name} {Pupil.objects.count()}")])[0]


def test_slugs_are_plain_and_each_is_one_pupil_s():
    slugs = [server_of(pupil(name)).slug for name in NAMES * 4]
    assert len(set(slugs)) == len(slugs)
    assert all(slug.isascii() and slug == slug.lower() and len(slug) <= 60 for slug in slugs)
    assert not {"ws", "preuve", "static", ""} & set(slugs)


def test_a_name_without_a_letter_that_addresses_know_gives_the_claim_s_number():
    nameless = pupil("李")
    assert server_of(nameless).slug == f"eleve-{nameless.pk}"


def test_a_taken_address_is_told_apart_by_a_number_that_nobody_is_called():
    first, second = pupil("A B"), pupil("A-B")
    assert server_of(first).slug == "a-b"
    assert server_of(second).slug == f"a-b-eleve-{second.pk}"


def test_an_address_stays_with_the_claim():
    greg = Pupil.objects.create(name="Greg")
    slug = server_of(greg).slug
    greg.name = "Grégoire"
    greg.save()
    assert server_of(greg).slug == slug
    greg.delete()
    assert not Server.objects.exists()
