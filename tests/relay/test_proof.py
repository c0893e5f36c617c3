import pytest

from pupils.models import Pupil
from relay import proof
from relay.slugs import server_of


@pytest.mark.django_db
def test_the_last_page_is_kept_with_its_address_and_moment():
    server = server_of(Pupil.objects.create(name="Greg"))
    proof.keep(server.pk, ("/mur" + "x" * 600, "<p>", 1_700_000_000))
    server.refresh_from_db()
    assert (server.proof, len(server.proof_path), server.proof_at.year) == ("<p>", 500, 2023)
    proof.keep(server.pk, None)
    server.refresh_from_db()
    assert server.proof == "<p>"
