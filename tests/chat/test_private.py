import pytest

from chat import private
from chat.models import Room
from exchanges import visitors
from tests.chat.clients import cookie_of

ID = "9f86d081884c7d65"
OWNER = private.owner(ID)


def test_the_site_finds_the_rooms_it_has_made():
    assert private.title(private.make_slug(ID)) == "Votre salon"
    assert private.title(private.make_slug(ID, 2)) == "Votre salon n°\u00a02"
    assert private.make_slug(ID, 2) != private.make_slug(ID)


def test_an_address_fits_in_the_database():
    Room._meta.get_field("slug").run_validators("x" * len(private.make_slug(ID, 2)))


FORGED = [
    "accueil",
    "prive-",
    f"prive-{OWNER}",
    f"prive-{OWNER}-{'0' * 16}",
    private.make_slug(ID)[:-1],
    private.make_slug(ID) + "0",
    private.make_slug(ID).upper(),
    private.make_slug(ID).replace(OWNER, OWNER[::-1]),
    private.make_slug(ID).replace(OWNER, f"{OWNER}-2"),
    private.make_slug(ID, 2).replace("-2-", "-3-"),
    private.make_slug(ID, 2).replace("-2-", "-"),
]


@pytest.mark.parametrize("slug", FORGED)
def test_nobody_else_can_make_an_address(slug):
    assert private.title(slug) is None


async def test_a_private_room_is_saved_by_its_first_socket(enter):
    slug = private.make_slug(ID)
    client = await enter(slug, headers=[cookie_of(ID)])
    assert (client.received[0]["room"], client.received[0]["title"]) == (slug, "Votre salon")
    await client.say("coucou")
    await client.until(client.messages)
    assert (await enter(slug, headers=[cookie_of(ID)])).texts() == ["coucou"]
    assert await Room.objects.filter(kept_until__isnull=False).acount() == 1


async def test_a_forged_address_is_unknown(enter):
    assert (await enter(FORGED[3], headers=[cookie_of(ID)])).code == 4404


@pytest.mark.parametrize("headers", [[], [cookie_of("0123456789abcdef")], [(b"cookie", b"atelier=forge")]])
async def test_a_stranger_does_not_enter_though_the_address_is_right(enter, headers):
    slug = private.make_slug(ID)
    await enter(slug, headers=[cookie_of(ID)])
    stranger = await enter(slug, headers=headers)
    assert (stranger.code, stranger.received) == (4404, [])


def test_its_page_is_its_visitor_s_alone(client, room):
    slug = private.make_slug(ID)
    Room.objects.enter(slug)
    assert client.get(f"/chat/{slug}").status_code == 404
    client.cookies[visitors.COOKIE] = visitors.signer().sign(ID)
    assert client.get(f"/chat/{slug}").status_code == 200
    client.cookies[visitors.COOKIE] = visitors.signer().sign("0123456789abcdef")
    assert client.get(f"/chat/{slug}").status_code == 404


def test_the_visitor_cannot_be_found_from_the_address():
    assert ID not in private.make_slug(ID)


async def test_the_console_does_not_show_its_address(enter, caplog):
    slug = private.make_slug(ID)
    client = await enter(slug, headers=[cookie_of(ID)])
    await client.say("coucou")
    await client.until(client.messages)
    await client.leave()
    assert "salon privé" in caplog.text
    assert slug not in caplog.text
