import pytest

from pupils.models import Pupil
from relay import opening, welcome

pytestmark = pytest.mark.django_db


def test_who_is_admitted_has_an_address():
    opening.open()
    admitted, refusal = welcome.admit(Pupil.objects.create(name="Greg").pk)
    assert (admitted.slug, admitted.name, refusal) == ("greg", "Greg", "")
    assert welcome.refusals([admitted]) == {}


@pytest.mark.parametrize(("fields", "why"), [({"muted": True}, welcome.MUTED), ({"blocked": True}, welcome.MUTED)])
def test_who_was_silenced_is_not(fields, why):
    opening.open()
    assert welcome.admit(Pupil.objects.create(name="Greg", **fields).pk) == (None, why)


def test_nobody_is_while_chez_is_closed():
    assert welcome.admit(Pupil.objects.create(name="Greg").pk) == (None, welcome.CLOSED)
    assert welcome.admit(10**6) == (None, welcome.NOBODY)


def test_reasons_fit_in_a_closing_frame():
    assert all(
        len(reason.encode()) <= 123 for reason in (welcome.NOBODY, welcome.MUTED, welcome.CLOSED, welcome.STOPPED)
    )


@pytest.mark.parametrize(
    ("host", "start"), [("192.168.1.5:8000", "http://"), ("nsi.example", "http://nsi.example/chez/")]
)
def test_the_address_is_one_that_neighbours_can_type(host, start):
    address = welcome.address_of({"headers": [(b"host", host.encode())]}, "greg")
    assert address.startswith(start)
    assert address.endswith("/chez/greg/")
    assert "localhost" not in address
