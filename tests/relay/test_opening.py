from datetime import timedelta

import pytest
from django.utils import timezone

from pupils.models import Pupil
from relay import opening
from relay.models import Opening, Server
from relay.slugs import server_of

pytestmark = pytest.mark.django_db


def test_chez_is_closed_until_it_is_opened_and_for_some_hours_only():
    assert not opening.is_open()
    opening.open()
    assert opening.is_open()
    Opening.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    assert not opening.is_open()
    opening.open()
    opening.close()
    assert not opening.is_open()


def test_a_server_that_was_closed_alone_may_open_again_when_it_is_let_or_when_chez_opens_anew():
    slug = server_of(Pupil.objects.create(name="Greg")).slug
    for back in (lambda: opening.let_back(slug), opening.open):
        opening.close_one(slug)
        assert Server.objects.get().stopped
        back()
        assert not Server.objects.get().stopped
