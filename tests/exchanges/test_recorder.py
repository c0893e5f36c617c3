import contextlib
import re

import pytest

from exchanges.recorder import Recorder, look, watched
from exchanges.visitors import COOKIE
from tests.exchanges.browsers import Browser, journal_of
from tests.exchanges.sites import echo, page


@pytest.fixture(autouse=True)
def prefixes(settings):
    settings.EXCHANGES_NEVER = ["/admin", "/static/site"]


class Site:
    """An application that remembers what it was called with."""

    def __init__(self, app=None):
        self.app, self.calls = app or page(b"bonjour"), []

    async def __call__(self, scope, receive, send):
        self.calls.append((scope, receive, send))
        await self.app(scope, receive, send)


async def targets(visitor="eleve"):
    """Letter and target of each request and handshake that was noted."""
    return [(event["client"], event["target"]) for event in await journal_of(visitor) if "target" in event]


@pytest.mark.parametrize(
    ("visitor", "type", "path"),
    [(None, "http", "/"), ("eleve", "http", "/hello"), ("eleve", "websocket", "/ws/x"), ("eleve", "lifespan", "/~A/")],
)
async def test_what_no_frame_asks_for_is_not_even_wrapped(visitor, type, path):
    site, given = Site(), (object(), object())

    async def app(*args):
        site.calls.append(args)

    scope = {**Browser(app, visitor).scope("http", path, {}), "type": type}
    await Recorder(app)(scope, *given)
    called_with = site.calls.pop()
    assert called_with[0] is scope
    assert called_with[1:] == given
    assert await journal_of("eleve") == []


async def test_a_frame_of_somebody_without_journal_works_and_is_not_noted():
    site = Site()
    response = await Browser(Recorder(site), None).get("/~A/hello")
    assert response.text == "bonjour"
    assert site.calls[0][0]["root_path"] == "/~A"
    assert await journal_of("eleve") == []


async def test_a_forged_cookie_opens_no_journal():
    browser = Browser(Recorder(Site()), None)
    browser.cookies[COOKIE] = "eleve:forged"
    await browser.get("/~A/hello")
    assert await journal_of("eleve") == []


async def test_each_visitor_has_only_its_own_exchanges():
    recorder = Recorder(Site())
    await Browser(recorder, "eva").get("/~A/a")
    await Browser(recorder, "tom").get("/~B/b")
    assert await targets("eva") == [("A", "/a")]
    assert await targets("tom") == [("B", "/b")]


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/login/?x=1", "/static/site/site.css"])
async def test_some_addresses_are_never_noted(path):
    site = Site()
    await Browser(Recorder(site)).get(f"/~A{path}")
    assert await journal_of("eleve") == []
    assert len(site.calls) == 1


@pytest.mark.parametrize("path", ["/administration", "/", "/static/pages/style.css"])
async def test_addresses_that_only_look_alike_are_noted(path):
    await Browser(Recorder(Site())).get(f"/~C{path}")
    assert await targets() == [("C", path)]


async def test_the_application_is_mounted_and_the_journal_does_not_see_it():
    site = Site(page(b'<a href="/~A/x">', headers=[(b"set-cookie", b"a=1; Path=/~A/y"), (b"location", b"/~A/z")]))
    await Browser(Recorder(site)).get("/~A/bonjour?Nom=x", {"Referer": "http://testserver/~A/formulaire"})
    scope = site.calls[0][0]
    assert (scope["root_path"], scope["path"]) == ("/~A", "/~A/bonjour")
    request, response = await journal_of("eleve")
    assert (request["client"], request["target"], request["path"]) == ("A", "/bonjour?Nom=x", "/bonjour")
    assert ["Referer", "http://testserver/formulaire"] in request["headers"]
    assert ["Location", "/z"] in response["headers"]
    assert response["body"] == '<a href="/x">'
    assert "~A" not in str([request, response])


async def test_a_socket_has_its_letter_in_its_path_too():
    site = Site(echo)
    socket = await Browser(Recorder(site)).open("/~B/ws/chat/accueil?after=3")
    await socket.leave()
    assert site.calls[0][0]["root_path"] == "/~B"
    assert await targets() == [("B", "/ws/chat/accueil?after=3")]
    assert {event["client"] for event in await journal_of("eleve")} == {"B"}


# --- the site itself ------------------------------------------------------------------------------------


def the_site():
    from nsi_site.asgi import application

    return application


async def test_every_address_of_a_page_stays_in_its_frame():
    response = await Browser(the_site()).get("/~B/formulaire")
    assert response.status == 200
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', response.text)
    assert "/~B/static/pages/style.css" in addresses
    assert "/~B/bonjour" in addresses
    assert all(address.startswith("/~B/") for address in addresses)


async def test_frames_do_not_mix_nor_stay_behind():
    browser, texts = Browser(the_site()), []
    for path in ("/~A/formulaire", "/formulaire", "/~C/formulaire"):
        texts.append((await browser.get(path)).text)
    assert [set(re.findall(r'action="(.*)/bonjour"', text)) for text in texts] == [{"/~A"}, {""}, {"/~C"}]
    assert [set(re.findall(r'href="(.*)/static', text)) for text in texts] == [{"/~A"}, {""}, {"/~C"}]


@pytest.mark.parametrize(
    ("path", "location"), [("/~A/lecon", "/~A/lecon/"), ("/~A/favicon.ico", "/~A/static/site/favicon.svg")]
)
async def test_a_redirect_stays_in_its_frame(path, location):
    response = await Browser(the_site()).get(path)
    assert (response.status, response.headers["location"]) == (response.status, location)
    assert 300 < response.status < 400


async def test_the_files_of_a_frame_are_those_of_the_site():
    browser = Browser(the_site())
    lettered, plain = await browser.get("/~A/static/pages/style.css"), await browser.get("/static/pages/style.css")
    assert lettered.status == 200
    assert lettered.body == plain.body


async def test_the_site_s_own_cookies_are_for_all_frames():
    response = await Browser(the_site(), None).get("/~A/formulaire")
    assert "Path=/;" in response.headers["set-cookie"]


@pytest.mark.parametrize("path", ["/nsi/~A/formulaire", "/~A/formulaire"])
async def test_a_site_in_a_folder_of_a_proxy_has_frames_there(path):
    browser = Browser(the_site())
    browser.root_path = "/nsi"
    text = (await browser.get(path)).text
    assert 'action="/nsi/~A/bonjour"' in text
    assert 'href="/nsi/~A/static/pages/style.css"' in text


async def test_a_socket_of_a_frame_finds_its_consumer(transactional_db):
    socket = await Browser(the_site()).open("/~A/ws/echanges")
    assert socket.code is None
    await socket.leave()
    assert (await journal_of("eleve"))[0]["path"] == "/ws/echanges"


# --- looking on -----------------------------------------------------------------------------------------


class Diary:
    """Notes the order of what it sees."""

    def __init__(self):
        self.seen = []

    def begin(self):
        self.seen.append("begin")

    def received(self, message):
        self.seen.append(message)

    sent = end = received

    async def reads(self, message):
        self.seen.append(f"client reads {message}")


async def ask():
    return "question"


async def test_what_is_sent_is_noted_before_the_client_can_react_to_it():
    async def answer(scope, receive, send):
        assert await receive() == "question"
        await send("answer")

    diary = Diary()
    await watched(answer, diary, {}, ask, diary.reads)
    assert diary.seen == ["begin", "question", "answer", "client reads answer", None]


async def test_what_the_application_raises_is_seen_and_goes_on():
    error, diary = ZeroDivisionError(), Diary()

    async def fail(*args):
        raise error

    with pytest.raises(ZeroDivisionError) as raised:
        await watched(fail, diary, {}, ask, diary.reads)
    assert raised.value is error
    assert diary.seen == ["begin", error]


def test_a_look_that_fails_is_logged_and_forgotten(caplog):
    look(lambda: 1 / 0)
    assert "ZeroDivisionError" in caplog.text


async def test_a_server_s_way_round_send_is_not_open_to_what_is_noted():
    site = Site()
    for path in ("/~A/bonjour", "/bonjour"):
        scope = Browser(site, "eleve").scope("http", path, {}) | {"extensions": {"nsi.push": None}}
        with contextlib.suppress(TypeError):  # nobody receives here
            await Recorder(site)(scope, None, None)
    assert [call[0]["extensions"] for call in site.calls] == [{}, {"nsi.push": None}]
