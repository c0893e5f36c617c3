import functools
import inspect
from pathlib import Path

import pytest
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import RedirectView

from exchanges.code_places import consumer_place, place, view_place

HERE = Path(__file__).relative_to(settings.BASE_DIR).as_posix()


def plain(request):
    """A view."""


@method_decorator(login_required, name="dispatch")
class Classy(View):
    pass


class Echo(AsyncWebsocketConsumer):
    pass


def line_of(source):
    return inspect.getsourcelines(source)[1]


@pytest.mark.parametrize("view", [plain, login_required(plain), functools.partial(plain, x=1)])
def test_a_view_is_found_under_its_decorators(view):
    assert place(view) == {"name": "plain", "file": HERE, "line": line_of(plain)}


def test_a_class_based_view_is_its_class():
    assert place(Classy.as_view()) == {"name": "Classy", "file": HERE, "line": line_of(Classy)}


def test_code_that_is_not_the_projects_or_has_no_file_has_no_place():
    assert place(RedirectView.as_view(url="/")) is None
    assert place(len) is None
    made_up = {}
    exec("def view(request): pass", made_up)
    assert place(made_up["view"]) is None


def test_an_address_leads_to_its_view():
    found = view_place("/bonjour")
    assert (found["name"], found["file"]) == ("bonjour", "pages/views.py")


def test_a_file_or_an_unknown_address_leads_to_none():
    assert view_place("/static/pages/style.css") is None
    assert view_place("/nulle-part") is None


def application(*routes):
    inner = CookieMiddleware(URLRouter(routes))
    return ProtocolTypeRouter({"http": plain, "websocket": AllowedHostsOriginValidator(inner)})


def test_a_socket_leads_to_its_consumer_through_routers_and_middleware():
    site = application(
        path("ws/autre", plain),
        path("ws/salons/", URLRouter([re_path(r"^(?P<slug>\w+)$", Echo.as_asgi())])),
    )
    assert consumer_place(site, "/ws/salons/accueil") == {"name": "Echo", "file": HERE, "line": line_of(Echo)}


def test_a_socket_that_is_a_plain_application_leads_to_its_function():
    assert consumer_place(application(path("ws/nue", plain)), "/ws/nue")["name"] == "plain"


def test_a_socket_at_an_unknown_address_leads_to_none():
    assert consumer_place(application(), "/ws/nulle-part") is None
    assert consumer_place(ProtocolTypeRouter({}), "/ws") is None
