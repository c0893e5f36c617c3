import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from nsi_site.who import KnowPupil, know_pupil
from pupils import identity
from pupils.models import Pupil


async def ask(cookies, user, mount=""):
    """What a consumer finds in its scope."""
    scopes = []

    async def app(scope, receive, send):
        scopes.append(scope)

    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    scope = {"user": user, "root_path": mount, "headers": [(b"cookie", header.encode())]}
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
