import pytest
from django.db import IntegrityError

from pupils.models import Pupil
from relay.models import Server


@pytest.mark.django_db
def test_an_address_is_one_server_s():
    alice, paul = Pupil.objects.create(name="Alice"), Pupil.objects.create(name="Paul")
    Server.objects.create(pupil=alice, slug="x")
    with pytest.raises(IntegrityError):
        Server.objects.create(pupil=paul, slug="x")
