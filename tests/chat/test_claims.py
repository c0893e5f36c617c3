"""Who claimed a pseudonym writes under it, and nobody else does."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from pupils import identity
from pupils.models import Pupil


@pytest.fixture
def cookies(transactional_db):
    """Greg's, who claimed his name."""
    pupil = Pupil.objects.create(name="Greg")
    response = identity.remember(RequestFactory().get("/"), HttpResponse(), pupil)
    return {name: morsel.value for name, morsel in response.cookies.items()}


def cookie_header(cookies):
    return b"cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()


async def test_the_claimed_name_is_written_whatever_the_page_says(cookies, enter):
    client = await enter(headers=[cookie_header(cookies)])
    await client.say("coucou", name="Nathalie")
    await client.until(client.texts)
    assert client.messages()[0]["userName"] == "Greg"


async def test_a_stranger_is_refused_a_claimed_name(cookies, enter):
    client = await enter()
    await client.say("coucou", name="GRÉG")
    assert (await client.next("error"))["code"] == "name_taken"


async def test_a_muted_pupil_is_silent_from_the_next_message_on(cookies, enter):
    client = await enter(headers=[cookie_header(cookies)])
    await client.say("un")
    await client.until(client.texts)
    await Pupil.objects.aupdate(muted=True)
    await client.say("deux")
    assert (await client.next("error"))["code"] == "muted"


async def test_a_blocked_pupil_does_not_enter(cookies, enter):
    await Pupil.objects.aupdate(blocked=True)
    assert (await enter(headers=[cookie_header(cookies)])).code == 4403
