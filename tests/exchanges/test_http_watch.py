import asyncio

import pytest

from exchanges.bodies import KEPT, SHOWN
from exchanges.masking import Masker
from exchanges.recorder import Recorder
from tests.exchanges.browsers import DEADLINE, Frame, Response, journal_of, kinds
from tests.exchanges.sites import crash, page, read_body


async def watched(app, *args, method="GET", **kwargs):
    """The response that a visitor gets, and what was noted."""
    response = await Frame(Recorder(app)).request(method, *args, **kwargs)
    return response, await journal_of("eleve")


async def test_a_request_and_its_response_are_noted():
    app = page(b"<p>Bonjour</p>", status=201, headers=[(b"x-e", b"1")])
    _, (request, response) = await watched(app, "/bonjour?Nom=%C3%A9", {"Accept": "*/*"}, method="PUT")
    assert request["method"] == "PUT"
    assert (request["target"], request["path"]) == ("/bonjour?Nom=%C3%A9", "/bonjour")
    assert ["Accept", "*/*"] in request["headers"]
    assert request["view"]["name"] == "bonjour"
    assert (request["body"], request["bodySize"], request["bodyTruncated"]) == ("", 0, False)
    assert (response["status"], response["reason"]) == (201, "Created")
    assert response["headers"] == [["Content-Type", "text/html; charset=utf-8"], ["X-E", "1"]]
    assert (response["body"], response["bodySize"], response["bodyTruncated"]) == ("<p>Bonjour</p>", 14, False)
    assert response["durationMs"] >= 0
    assert not response["aborted"]
    assert request["exchange"] == response["exchange"]
    assert request["seq"] < response["seq"]
    assert request["at"] <= response["at"]


async def test_a_form_is_noted_with_its_secrets_masked():
    body = b"Nom=Dupont&mdp=hunter2"
    _, (request, _) = await watched(page(b""), "/", {"Content-Type": "application/x-www-form-urlencoded"}, [body])
    assert request["body"] == "Nom=Dupont&mdp=••••"
    assert request["bodySize"] == len(body)


async def test_what_passes_is_not_changed_and_a_big_body_is_not_kept(monkeypatch):
    sent, kept, seen = [b"x" * 65536] * 900, [], []

    async def app(scope, receive, send):
        while True:
            seen.append(await receive())
            if not seen[-1]["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        for chunk in sent:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    monkeypatch.setattr(Masker, "body", lambda self, text, *args: kept.append(len(text)) or text)
    response, (request, answer) = await watched(app, "/", {"Content-Type": "text/plain"}, sent, method="POST")
    assert [message["body"] for message in seen] == sent
    assert response.messages[1:-1] == [
        {"type": "http.response.body", "body": chunk, "more_body": True} for chunk in sent
    ]
    for event in (request, answer):
        assert event["bodySize"] == 900 * 65536
        assert event["body"] == "x" * SHOWN
        assert event["bodyTruncated"]
    assert max(kept) <= KEPT


async def test_a_response_passes_while_it_is_made():
    under_way, going_on = asyncio.Event(), asyncio.Event()

    async def app(scope, receive, send):
        await read_body(receive)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        under_way.set()
        await going_on.wait()
        await send({"type": "http.response.body", "body": b"b"})

    response = Response()
    browser, to_app = Frame(Recorder(app)), asyncio.Queue()
    to_app.put_nowait({"type": "http.request"})
    task = asyncio.create_task(
        browser.app({**browser.scope("http", "/", {}), "method": "GET"}, to_app.get, response.take)
    )
    await asyncio.wait_for(under_way.wait(), DEADLINE)
    assert response.text == "a"
    assert [event["kind"] for event in await journal_of("eleve")] == ["request"]
    going_on.set()
    await task
    assert (await journal_of("eleve"))[1]["body"] == "ab"


async def test_the_application_waits_for_a_client_that_reads_slowly():
    order = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        order.append("application goes on")

    async def slow_send(message):
        await asyncio.sleep(0.01)
        order.append("client has read")

    browser = Frame(Recorder(app))
    await browser.app({**browser.scope("http", "/", {}), "method": "GET"}, asyncio.Queue().get, slow_send)
    assert order == ["client has read", "application goes on"]


async def test_a_request_whose_body_nobody_reads_is_noted_before_its_response():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 405, "headers": []})
        await send({"type": "http.response.body"})

    _, events = await watched(app, "/")
    assert [event["kind"] for event in events] == ["request", "response"]


async def test_an_application_that_fails_still_fails_and_is_noted_as_a_500():
    async def app(scope, receive, send):
        await read_body(receive)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await watched(app, "/")
    response = (await journal_of("eleve"))[1]
    assert (response["status"], response["reason"], response["aborted"]) == (500, "Internal Server Error", True)


async def test_an_application_that_fails_in_the_middle_of_its_response_is_noted_as_aborted():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"moiti", "more_body": True})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await watched(app, "/")
    response = (await journal_of("eleve"))[1]
    assert (response["status"], response["body"], response["aborted"]) == (200, "moiti", True)


async def test_an_application_that_fails_after_its_response_changes_nothing_of_it():
    with pytest.raises(ZeroDivisionError):
        await watched(crash(page(b"a")), "/")
    assert [event.get("aborted") for event in await journal_of("eleve")] == [None, False]


async def test_a_client_that_leaves_before_the_response_is_noted_as_closing():
    async def app(scope, receive, send):
        while (await receive())["type"] != "http.disconnect":
            pass

    browser, to_app = Frame(Recorder(app)), asyncio.Queue()
    for message in ({"type": "http.request"}, {"type": "http.disconnect"}):
        to_app.put_nowait(message)
    await browser.app({**browser.scope("http", "/", {}), "method": "GET"}, to_app.get, Response().take)
    assert [(event["kind"], event.get("by")) for event in await journal_of("eleve")] == [
        ("request", None),
        ("close", "client"),
    ]


async def test_a_request_that_is_cancelled_is_noted_as_closing():
    async def app(scope, receive, send):
        await asyncio.Event().wait()

    task = asyncio.create_task(Frame(Recorder(app)).get("/"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await kinds("eleve") == ["request", "close"]


async def test_a_failure_of_ours_never_reaches_the_visitor(monkeypatch, caplog):
    monkeypatch.setattr(Masker, "header", lambda *args: 1 / 0)
    response, events = await watched(page(b"a"), "/")
    assert (response.status, response.text, events) == (200, "a", [])
    assert "ZeroDivisionError" in caplog.text
