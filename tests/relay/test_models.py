import pytest
from django.db import IntegrityError

from pupils import export
from pupils.models import Pupil
from relay.models import Server


@pytest.mark.django_db
def test_an_address_is_one_server_s():
    alice, paul = Pupil.objects.create(name="Alice"), Pupil.objects.create(name="Paul")
    Server.objects.create(pupil=alice, slug="x")
    with pytest.raises(IntegrityError):
        Server.objects.create(pupil=paul, slug="x")


@pytest.mark.django_db
def test_what_is_kept_of_a_server_is_in_the_pupil_s_export():
    alice = Pupil.objects.create(name="Alice")
    assert export.everything(alice)["serveur"] == {"adresse": "", "page": "", "contenu": ""}
    Server.objects.create(pupil=alice, slug="alice", proof="<p>", proof_path="/mur")
    assert export.everything(alice)["serveur"] == {"adresse": "alice", "page": "/mur", "contenu": "<p>"}
