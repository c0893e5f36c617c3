import asyncio

import pytest

from pupils.models import Pupil
from relay import visit
from relay.answer import LONGEST, PIECE
from tests.relay.answers import OK, is_whole, page
from tests.relay.tabs import HOST, Visitor, says, texts
from workbench.stage import envelopes

SITE_COOKIES = b"sessionid=teacher; csrftoken=abc; atelier=1:x; eleve=3-mac"


def headers_of(envelope):
    return dict(envelope["scope"]["headers"])


async def test_a_tab_learns_nothing_of_the_visitor_s_browser_but_what_it_needs(tab, nathalie):
    forged = [
        (b"cookie", SITE_COOKIES),
        (b"authorization", b"Basic eA=="),
        (b"proxy-authorization", b"x"),
        (b"referer", b"http://127.0.0.1:8000/chat/prive-xyz"),
        (b"x-forwarded-for", b"1.2.3.4"),
        (b"origin", b"http://evil"),
        (b"accept-language", b"fr"),
        (b"user-agent", b"Firefox"),
        (b"content-type", b"application/x-www-form-urlencoded"),
    ]
    await nathalie.fetch("POST", f"{nathalie.root}/bonjour", b"Nom=Nathalie", forged)
    host = HOST.decode()
    assert headers_of(tab.opens()[0]) == {
        "host": host,
        "origin": f"http://{host}",
        "accept-language": "fr",
        "user-agent": "Firefox",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": "12",
    }
    assert tab.events("http.request") == [{"type": "http.request", "body": b"Nom=Nathalie", "more_body": False}]


async def test_no_cookie_of_a_pupil_s_site_reaches_a_browser_and_each_visitor_has_its_own(tab, nathalie):
    tab.answers = lambda envelope: (
        page(b"x", (b"set-cookie", b"sessionid=greg; Path=/; Domain=127.0.0.1")) if is_whole(envelope) else []
    )
    other = await Visitor("10.0.0.3").enters()
    _, headers, _ = await nathalie.get()
    assert b"set-cookie" not in headers
    await nathalie.get(headers=[(b"cookie", SITE_COOKIES)])
    await other.get()
    assert [headers_of(each).get("cookie") for each in tab.opens()] == [None, "sessionid=greg", None]


async def test_cookies_outlive_a_tunnel_that_is_cut(tab, nathalie, open_tab, greg):
    tab.answers = lambda envelope: page(b"x", (b"set-cookie", b"a=1")) if is_whole(envelope) else []
    await nathalie.get()
    await tab.close(1006)
    again = await open_tab(greg)
    await nathalie.get()
    assert headers_of(again.opens()[0])["cookie"] == "a=1"


async def test_a_long_body_goes_up_in_pieces_the_next_after_the_tab_has_taken_one(tab, nathalie):
    body = bytes(range(256)) * 256  # 64 KiB
    asked = nathalie.asks("POST", f"{nathalie.root}/", body)
    await tab.until(lambda: tab.events("http.request"))
    await asyncio.sleep(0.05)
    assert len(tab.events("http.request")) == 1
    tab.says({"type": "resume", "id": tab.opens()[0]["id"]})
    await asyncio.wait_for(asked.task, 5)
    assert b"".join(event["body"] for event in tab.events("http.request")) == body
    assert asked.of("http.response.start")[0]["status"] == 200


async def test_a_body_of_more_than_64_kib_is_refused(tab, nathalie):
    assert (await nathalie.fetch("POST", f"{nathalie.root}/", b"x" * (64 * 1024 + 1)))[0] == 413
    assert not tab.opens()


async def test_a_long_answer_comes_down_in_pieces_the_next_after_resume(tab, nathalie):
    pieces = [b"<!doctype html>", *[b"x" * PIECE] * 4]

    def answers(envelope):
        return [OK, body_of(pieces.pop(0), True)] if is_whole(envelope) else []

    tab.answers = answers
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    for number in range(4):
        await tab.until(lambda number=number: len([each for each in tab.heard if each["type"] == "resume"]) > number)
        tab.says({"type": "event", "id": tab.opens()[0]["id"], "event": body_of(pieces.pop(0), bool(pieces))})
    await asyncio.wait_for(asked.task, 5)
    assert sum(len(event["body"]) for event in asked.of("http.response.body")) > 4 * PIECE


def body_of(piece, more):
    return {"type": "http.response.body", "body": piece, "more_body": more}


async def test_an_answer_of_more_than_1_mib_is_cut_and_says_so(tab, nathalie):
    piece = body_of(b"x" * PIECE, True)
    tab.answers = lambda envelope: [OK, piece] if is_whole(envelope) else []
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    answered = 0
    while not asked.task.done():
        resumed = [each["type"] for each in tab.heard].count("resume")
        for _ in range(resumed - answered):
            tab.says({"type": "event", "id": tab.opens()[0]["id"], "event": piece})
        answered = resumed
        await asyncio.sleep(0.001)
    body = b"".join(event["body"] for event in asked.of("http.response.body"))
    assert LONGEST < len(body) < LONGEST + 10_000
    assert "dépasse 1 Mio" in body.decode()


async def test_a_server_that_does_not_answer_is_504_within_the_deadline(tab, nathalie, monkeypatch):
    monkeypatch.setattr(visit, "DEADLINE", 0.2)
    tab.answers = lambda envelope: []
    status, _, body = await nathalie.get()
    assert (status, "ne répond pas" in body.decode()) == (504, True)
    await tab.until(lambda: tab.events("http.disconnect"))


async def test_a_drip_does_not_hold_a_place_longer_than_the_deadline(tab, nathalie, monkeypatch):
    monkeypatch.setattr(visit, "DEADLINE", 0.3)

    def drip(envelope):
        return [OK, body_of(b".", True)] if is_whole(envelope) else []

    tab.answers = drip
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    await asyncio.wait_for(asked.task, 5)
    body = b"".join(event["body"] for event in asked.of("http.response.body"))
    assert "10 secondes" in body.decode()


async def test_a_tab_that_closes_in_the_middle_ends_the_visit(tab, nathalie):
    tab.answers = lambda envelope: []
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    await tab.until(tab.opens)
    await tab.close()
    await asyncio.wait_for(asked.task, 5)
    assert asked.of("http.response.start")[0]["status"] == 502


async def test_a_project_that_gives_up_is_502(tab, nathalie):
    tab.answers = lambda envelope: []
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    await tab.until(tab.opens)
    tab.says({"type": "end", "id": tab.opens()[0]["id"]})
    await asyncio.wait_for(asked.task, 5)
    assert asked.of("http.response.start")[0]["status"] == 502


async def test_a_visitor_who_leaves_is_a_disconnect_for_the_project(tab, nathalie):
    tab.answers = lambda envelope: []
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    await tab.until(tab.opens)
    await asked.leave("http.disconnect")
    await tab.until(lambda: tab.events("http.disconnect"))


async def test_a_redirect_out_of_the_folder_is_explained(tab, nathalie):
    tab.answers = lambda envelope: page(b"", (b"location", b"/page2"), status=302) if is_whole(envelope) else []
    status, headers, body = await nathalie.get()
    assert (status, b"location" in headers) == (502, False)
    assert "{% url &#x27;page2&#x27; %}" in body.decode()


async def test_one_visitor_holds_four_places_and_the_others_still_come_in(tab, nathalie):
    tab.answers = lambda envelope: []
    held = [nathalie.asks("GET", f"{nathalie.root}/{number}") for number in range(20)]
    await tab.until(lambda: len(tab.opens()) == 4)
    tab.answers = lambda envelope: page() if is_whole(envelope) else []
    other = await Visitor("10.0.0.3").enters()
    assert (await other.get())[0] == 200
    assert len(tab.opens()) == 5
    for each in held:
        await each.leave("http.disconnect")


async def test_who_enters_again_without_a_pseudonym_holds_no_more_places(tab, nathalie):
    tab.answers = lambda envelope: []
    again = [nathalie, *[await Visitor(nathalie.address).enters() for _ in range(9)]]
    held = [each.asks("GET", f"{each.root}/{number}") for each in again for number in range(4)]
    await tab.until(lambda: len(tab.opens()) == 4)
    tab.answers = lambda envelope: page() if is_whole(envelope) else []
    other = await Visitor("10.0.0.3").enters()
    assert (await other.get())[0] == 200
    assert len(tab.opens()) == 5
    for each in held:
        await each.leave("http.disconnect")


async def test_nor_sockets_unless_many_pcs_share_an_address(tab, nathalie, settings):
    tab.answers = accepting
    again = [nathalie, *[await Visitor(nathalie.address).enters() for _ in range(4)]]
    sockets = [each.socket() for each in again]
    await sockets[4].until(lambda: sockets[4].of("websocket.close"))
    assert sockets[4].of("websocket.close")[0]["code"] == 4429
    settings.SHARED_ADDRESS = True
    sockets.append(again[4].socket())
    await sockets[5].until(lambda: sockets[5].of("websocket.accept"))
    assert not sockets[5].of("websocket.close")
    for socket in sockets:
        await socket.leave("websocket.disconnect", code=1000)


def accepting(envelope):
    if envelope["type"] == "open":
        return [{"type": "websocket.accept"}]
    event = envelope["event"]
    return [{"type": "websocket.send", "text": event["text"]}] if event["type"] == "websocket.receive" else []


async def test_a_socket_speaks_both_ways_and_its_end_is_told(tab, nathalie):
    tab.answers = accepting
    socket = nathalie.socket()
    says(socket, "coucou")
    await socket.until(lambda: texts(socket) == ["coucou"])
    scope = tab.opens()[0]["scope"]
    assert (scope["type"], scope["scheme"], scope["path"]) == ("websocket", "ws", f"{nathalie.root}/ws/chat")
    assert headers_of(tab.opens()[0])["origin"] == f"http://{HOST.decode()}"
    await socket.leave("websocket.disconnect", code=1001)
    await tab.until(lambda: tab.events("websocket.disconnect") == [{"type": "websocket.disconnect", "code": 1001}])


async def test_sockets_are_four_a_visitor(tab, nathalie):
    tab.answers = accepting
    sockets = [nathalie.socket() for _ in range(5)]
    await sockets[4].until(lambda: sockets[4].of("websocket.close"))
    assert sockets[4].of("websocket.close")[0]["code"] == 4429
    assert len(tab.opens()) == 4
    for socket in sockets:
        await socket.leave("websocket.disconnect", code=1000)
    again = nathalie.socket()
    await again.until(lambda: again.of("websocket.accept"))


@pytest.mark.parametrize(("frames", "code"), [(["x" * (PIECE + 1)], 4413), (["x"] * 200, 4429)])
async def test_a_visitor_who_floods_is_shut_out(tab, nathalie, frames, code):
    tab.answers = accepting
    socket = nathalie.socket()
    await socket.until(lambda: socket.of("websocket.accept"))
    for frame in frames:
        says(socket, frame)
    assert (await socket.until(lambda: socket.of("websocket.close")))[0]["code"] == code
    assert len(tab.events("websocket.receive")) <= 100


async def test_a_socket_ends_with_the_tunnel(tab, nathalie):
    tab.answers = accepting
    socket = nathalie.socket()
    await socket.until(lambda: socket.of("websocket.accept"))
    await tab.close()
    assert (await socket.until(lambda: socket.of("websocket.close")))[0]["code"] == 1001


async def test_the_next_pupil_of_that_name_meets_no_visitor_cookie_or_socket_of_the_one_before(
    tab, nathalie, greg, open_tab, on_site
):
    tab.answers = lambda envelope: page(b"x", (b"set-cookie", b"of=greg")) if is_whole(envelope) else []
    await nathalie.get()
    tab.answers = accepting
    socket = nathalie.socket()
    await socket.until(lambda: socket.of("websocket.accept"))
    await on_site(greg.delete)()
    assert (await socket.until(lambda: socket.of("websocket.close")))[0]["code"] == 1001
    next_tab = await open_tab(await on_site(Pupil.objects.create)(name="Greg"))
    assert next_tab.heard[0]["slug"] == "greg"
    assert "Vous entrez chez Greg" in (await nathalie.get())[2].decode()  # the key of yesterday opens nothing
    assert (await nathalie.fetch("POST", f"{nathalie.root}/"))[0] == 403
    again = nathalie.socket()
    await again.until(lambda: again.of("websocket.close"))
    assert not next_tab.opens()
    status, headers, _ = await (await nathalie.enters()).get()
    assert (status, headers[b"cache-control"]) == (200, b"no-store")
    assert "cookie" not in headers_of(next_tab.opens()[0])


async def test_a_socket_that_the_project_refuses_is_refused(tab, nathalie):
    tab.answers = lambda envelope: [{"type": "websocket.close"}] if envelope["type"] == "open" else []
    socket = nathalie.socket()
    await socket.until(lambda: socket.of("websocket.close"))
    assert not socket.of("websocket.accept")


async def test_a_visitor_who_does_not_read_costs_the_tab_nothing(tab, nathalie):
    tab.answers = accepting
    socket = nathalie.socket()
    await socket.until(lambda: socket.of("websocket.accept"))
    stuck = asyncio.Event()
    socket.send = lambda event: stuck.wait()
    number = tab.opens()[0]["id"]
    for _ in range(700):
        tab.says({"type": "event", "id": number, "event": {"type": "websocket.send", "text": "x"}})
    tab.answers = lambda envelope: page() if is_whole(envelope) else []
    other = await Visitor("10.0.0.3").enters()
    assert (await other.get())[0] == 200
    stuck.set()
    await socket.until(socket.task.done)


def test_nothing_of_the_server_s_scope_is_handed_over_but_what_is_named():
    scope = {
        "type": "http", "method": "GET", "path": "/chez/greg/~k/", "root_path": "/chez/greg/~k", "query_string": b"",
        "headers": [], "host": "pc:8001", "chez": "http://pc:8001", "client": ("10.0.0.2", 5), "server": ("pc", 8001),
    }  # fmt: skip
    told = visit.told(scope, b"")
    assert set(told) == {"type", "method", "path", "root_path", "query_string", "headers", "scheme", "http_version"}
    assert envelopes.loads(envelopes.dumps(told)) == told
