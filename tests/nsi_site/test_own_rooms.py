import pytest

from exchanges import visitors
from nsi_site.own_rooms import OwnRooms


def cookie(visitor):
    return [(b"cookie", f"{visitors.COOKIE}={visitors.signer().sign(visitor)}".encode())]


async def path_seen(path, root_path="", headers=()):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["path"])

    scope = {"type": "websocket", "path": root_path + path, "root_path": root_path, "headers": list(headers)}
    await OwnRooms(app)(scope, None, None)
    return seen[0]


async def test_two_visitors_never_meet_in_their_panes():
    rooms = {
        (visitor, letter): await path_seen("/ws/chat/simple/accueil", f"/~{letter}", cookie(visitor))
        for visitor in ("0123456789abcdef", "fedcba9876543210")
        for letter in "AB"
    }
    assert rooms["0123456789abcdef", "A"] == "/~A/ws/chat/simple/accueil-0123456789abcdef"
    assert rooms["0123456789abcdef", "B"] == "/~B/ws/chat/simple/accueil-0123456789abcdef"
    assert rooms["fedcba9876543210", "A"] == "/~A/ws/chat/simple/accueil-fedcba9876543210"


async def test_a_visitor_without_a_cookie_is_nobody_in_particular():
    assert await path_seen("/ws/chat/simple/accueil", "/~A") == "/~A/ws/chat/simple/accueil-anonyme"


@pytest.mark.parametrize(
    ("path", "root_path"),
    [("/ws/chat/simple/accueil", ""), ("/ws/chat/simple/accueil", "/nsi"), ("/ws/chat/accueil", "/~A")],
)
async def test_outside_the_panes_and_in_other_chats_the_room_is_the_one_asked_for(path, root_path):
    assert await path_seen(path, root_path, cookie("0123456789abcdef")) == root_path + path
