import pytest

from chat import private
from chat.models import Room

ID = "9f86d081884c7d65"


def test_the_site_finds_the_rooms_it_has_made():
    assert private.title(private.make_slug(ID)) == "Votre salon"
    assert private.title(private.make_slug(ID, 2)) == "Votre salon n°\u00a02"
    assert private.make_slug(ID, 2) != private.make_slug(ID)


def test_an_address_fits_in_the_database():
    Room._meta.get_field("slug").run_validators("x" * len(private.make_slug(ID, 2)))


FORGED = [
    "accueil",
    "prive-",
    f"prive-{ID}",
    f"prive-{ID}-{'0' * 16}",
    private.make_slug(ID)[:-1],
    private.make_slug(ID) + "0",
    private.make_slug(ID).upper(),
    private.make_slug(ID).replace(ID, ID[::-1]),
    private.make_slug(ID).replace(ID, f"{ID}-2"),
    private.make_slug(ID, 2).replace("-2-", "-3-"),
    private.make_slug(ID, 2).replace("-2-", "-"),
]


@pytest.mark.parametrize("slug", FORGED)
def test_nobody_else_can_make_an_address(slug):
    assert private.title(slug) is None


async def test_a_private_room_is_saved_by_its_first_socket(enter):
    slug = private.make_slug(ID)
    client = await enter(slug)
    assert (client.received[0]["room"], client.received[0]["title"]) == (slug, "Votre salon")
    await client.say("coucou")
    await client.until(client.messages)
    assert (await enter(slug)).texts() == ["coucou"]
    assert await Room.objects.filter(kept_until__isnull=False).acount() == 1


async def test_a_forged_address_is_unknown(enter):
    assert (await enter(FORGED[3])).code == 4404


async def test_the_console_does_not_show_its_address(enter, caplog):
    slug = private.make_slug(ID)
    client = await enter(slug)
    await client.say("coucou")
    await client.until(client.messages)
    await client.leave()
    assert "salon privé" in caplog.text
    assert slug not in caplog.text
