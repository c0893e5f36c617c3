import threading
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.core import signals
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path, reverse

from nsi_site.one_hop import OneHop

STEPS = []  # what happened, and on which thread


def note(what):
    STEPS.append((what, threading.current_thread().name))


def view(request):
    note("view")
    return HttpResponse(f"{request.method} {reverse('noted')} {request.body.decode()}")


async def one_and_two():
    yield "one, "
    yield "two"


def pieces(request):
    return StreamingHttpResponse(one_and_two())


def breaks(request):
    raise RuntimeError


def middleware(get_response):
    def noted(request):
        note("middleware")
        return get_response(request)

    return noted


urlpatterns = [path("noted", view, name="noted"), path("pieces", pieces), path("breaks", breaks)]


@contextmanager
def noting(signal, what):
    def listener(**_):
        note(what)

    signal.connect(listener)
    yield
    signal.disconnect(listener)


@pytest.fixture
def handler(settings):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, [f"{__name__}.middleware"] * 2
    STEPS.clear()
    return OneHop()


async def ask(handler, path="/noted", events=({"type": "http.request", "body": b"hi"},), root=""):
    """(status, body) of an answer."""
    left, sent = list(events), []

    async def receive():
        return left.pop(0)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": root + path,
        "root_path": root,
        "query_string": b"",
        "headers": [],
    }
    await handler(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent).decode()
    return SimpleNamespace(status=sent[0]["status"] if sent else None, body=body)


async def test_a_request_is_answered_from_its_signals_to_its_end_on_one_thread_which_is_not_the_loop_s(handler):
    with noting(signals.request_started, "started"), noting(signals.request_finished, "finished"):
        assert (await ask(handler)).body == "POST /noted hi"
    assert [what for what, _ in STEPS] == ["started", "middleware", "middleware", "view", "finished"]
    (thread,) = {thread for _, thread in STEPS}
    assert thread != threading.current_thread().name


async def test_addresses_that_are_written_know_the_mount_point(handler):
    assert (await ask(handler, root="/~A")).body == "POST /~A/noted hi"


async def test_a_body_that_comes_in_pieces_is_put_together(handler):
    events = [{"type": "http.request", "body": b"h", "more_body": True}, {"type": "http.request", "body": b"i"}]
    assert (await ask(handler, events=events)).body == "POST /noted hi"


async def test_who_leaves_before_the_request_is_whole_reaches_no_view(handler):
    assert (await ask(handler, events=[{"type": "http.disconnect"}])).status is None
    assert STEPS == []


async def test_an_answer_in_pieces_arrives_whole_and_then_ends(handler):
    with noting(signals.request_finished, "finished"):
        assert (await ask(handler, "/pieces")).body == "one, two"
    assert STEPS[-1][0] == "finished"


async def test_a_view_that_breaks_answers_500(handler):
    assert (await ask(handler, "/breaks")).status == 500
