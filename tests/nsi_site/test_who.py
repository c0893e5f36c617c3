import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpResponse
from django.test import AsyncClient, RequestFactory
from django.utils import timezone

from classroom.models import Block
from nsi_site.who import KnowPupil, KnowUser, is_shut_out, know_pupil
from pupils import identity
from pupils.models import Pupil
from tests.chat.clients import enter


async def ask(cookies, user, mount="", path="/ws/page"):
    """What a consumer finds in its scope."""
    scopes = []

    async def app(scope, receive, send):
        scopes.append(scope)

    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    scope = {"user": user, "path": path, "root_path": mount, "headers": [(b"cookie", header.encode())]}
    scope["client"] = ["10.0.0.9", 40000]
    await KnowPupil(app)(scope, None, None)
    return scopes[0]["pupil"]


@pytest.fixture
def cookies(transactional_db):
    pupil = Pupil.objects.create(name="Greg")
    response = identity.remember(RequestFactory().get("/"), HttpResponse(), pupil)
    return {name: morsel.value for name, morsel in response.cookies.items()}


async def test_a_socket_knows_its_pupil(cookies):
    assert (await ask(cookies, AnonymousUser())).name == "Greg"


async def test_in_a_frame_of_the_lesson_nobody_has_a_name(cookies):
    assert await ask(cookies, AnonymousUser(), "/~A") == identity.Who()
    assert (await ask(cookies, AnonymousUser(), "/nsi")).name == "Greg"


async def test_a_socket_without_a_claim_knows_whether_it_is_staff(django_user_model):
    assert await ask({}, AnonymousUser()) == identity.Who()
    assert (await ask({}, django_user_model(is_staff=True))).staff


def test_a_view_knows_its_pupil_and_asks_nothing_until_it_looks(cookies, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.COOKIES, request.user = cookies, AnonymousUser()
    with django_assert_num_queries(0):
        know_pupil(lambda request: HttpResponse())(request)
    assert request.pupil.name == "Greg"


async def test_a_blocked_pc_may_neither_post_nor_come_into_the_chat(client, transactional_db):
    await sync_to_async(Block.objects.block)("10.0.0.9", "prof")
    form = {"Nom": "Dupont", "Prénom": "Bob"}
    post = sync_to_async(client.post)
    assert (await post("/bonjour", form, REMOTE_ADDR="10.0.0.9")).status_code == 403
    assert (await post("/bonjour", form, REMOTE_ADDR="10.0.0.8")).status_code == 200
    assert await (await enter(address="10.0.0.9")).closed() == 4403
    await sync_to_async(Block.objects.update)(until=timezone.now())
    assert (await post("/bonjour", form, REMOTE_ADDR="10.0.0.9")).status_code == 200


async def test_a_crowd_that_arrives_at_once_asks_the_database_at_most_twice(monkeypatch):
    asked, let_in = [], []
    monkeypatch.setattr("classroom.blocks.blocked", lambda: asked.append("who is?") or {"10.0.0.9"})

    async def app(scope, receive, send):
        let_in.append(scope["client"][0])

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        """Nobody looks at it."""

    know = KnowPupil(app)
    scope = {"user": AnonymousUser(), "path": "/ws/chat/accueil", "headers": []}
    addresses = [f"10.0.0.{n}" for n in range(1, 100)]
    await asyncio.gather(*(know(scope | {"client": [address, 40000]}, receive, send) for address in addresses))
    assert sorted([*let_in, "10.0.0.9"]) == sorted(addresses)
    assert len(asked) <= 2


async def test_in_the_plain_chat_the_pc_of_who_was_muted_is_silent_too(transactional_db):
    until = timezone.now() + timedelta(minutes=1)
    muted = {"muted": True, "muted_place": "10.0.0.9", "muted_until": until}
    await Pupil.objects.acreate(name="Greg", **muted)
    assert (await ask({}, AnonymousUser(), path="/ws/chat/simple/accueil")).muted
    assert not (await ask({}, User(is_staff=True), path="/ws/chat/simple/accueil")).muted


def test_this_pc_and_staff_are_never_shut_out(db, settings):
    Block.objects.block("127.0.0.1", "prof")
    Block.objects.block("10.0.0.9", "prof")
    assert not is_shut_out("127.0.0.1", AnonymousUser())
    assert not is_shut_out("10.0.0.9", User(is_staff=True))
    assert is_shut_out("10.0.0.9", AnonymousUser())
    settings.SHARED_ADDRESS = True  # the whole class has it
    assert not is_shut_out("10.0.0.9", AnonymousUser())


async def test_who_has_no_session_is_nobody_and_no_database_is_asked():
    scopes = []

    async def app(scope, receive, send):
        scopes.append(scope)

    scope = {"type": "websocket", "path": "/ws/page", "headers": [(b"cookie", b"a=b")]}
    await KnowUser(app)(scope, None, None)
    assert (scopes[0]["user"], scopes[0]["session"]) == (AnonymousUser(), None)


async def test_who_signed_in_is_known(transactional_db, django_user_model):
    user = await sync_to_async(django_user_model.objects.create_user)("prof")
    client = AsyncClient()
    await client.aforce_login(user)
    scopes = []

    async def app(scope, receive, send):
        scopes.append(scope)

    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={client.cookies[name].value}".encode()
    await KnowUser(app)({"type": "websocket", "path": "/ws/page", "headers": [(b"cookie", cookie)]}, None, None)
    assert scopes[0]["user"] == user
