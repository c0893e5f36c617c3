import pytest

from exchanges.recorder import Recorder
from tests.exchanges.browsers import Browser, journal_of
from tests.exchanges.sites import echo, page


@pytest.fixture(autouse=True)
def prefixes(settings):
    settings.EXCHANGES_NEVER = ["/admin", "/static/site"]
    settings.EXCHANGES_SHELL = ["/lecon"]


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


async def test_for_others_than_the_lessons_visitors_nothing_is_wrapped():
    site, given = Site(), (object(), object())

    async def app(*args):
        site.calls.append(args)

    for visitor, type in [(None, "http"), (None, "websocket"), ("eleve", "lifespan")]:
        scope = {**Browser(app, visitor).scope("http", "/?client=A", {}), "type": type}
        await Recorder(app)(scope, *given)
        called_with = site.calls.pop()
        assert called_with[0] is scope
        assert called_with[1:] == given


async def test_a_forged_cookie_opens_no_journal():
    browser = Browser(Recorder(Site()), None)
    browser.cookies["atelier"] = "eleve:forged"
    await browser.get("/hello")
    assert await journal_of("eleve") == []


async def test_each_visitor_has_only_its_own_exchanges():
    recorder = Recorder(Site())
    await Browser(recorder, "eva").get("/a")
    await Browser(recorder, "tom").get("/b")
    assert await targets("eva") == [("", "/a")]
    assert await targets("tom") == [("", "/b")]


@pytest.mark.parametrize(
    "path", ["/admin", "/admin/", "/admin/login/?client=A", "/static/site/site.css", "/ws/echanges"]
)
async def test_some_addresses_are_never_noted(path):
    site = Site()
    await Browser(Recorder(site)).navigate(path, referer="/formulaire?client=A")
    assert await journal_of("eleve") == []
    assert len(site.calls) == 1


@pytest.mark.parametrize("path", ["/administration", "/", "/static/pages/style.css", "/ws/echangesx"])
async def test_addresses_that_only_look_alike_are_noted(path):
    await Browser(Recorder(Site())).get(path)
    assert await targets() == [("", path)]


async def test_the_shell_of_the_lesson_and_what_it_loads_are_not_noted():
    browser = Browser(Recorder(Site()))
    await browser.navigate("/lecon/serveur")
    await browser.get("/favicon.ico", {"Referer": "http://testserver/lecon/serveur"})
    assert await journal_of("eleve") == []


async def test_a_page_opened_from_the_shell_is_noted():
    await Browser(Recorder(Site())).navigate("/chat/", referer="/lecon/serveur")
    assert await targets() == [("", "/chat/")]


async def test_a_frame_of_the_shell_is_noted():
    await Browser(Recorder(Site())).navigate("/lecon/visites?client=B", referer="/lecon/cookies")
    assert await targets() == [("B", "/lecon/visites")]


async def test_neither_the_application_nor_the_journal_sees_the_letter():
    site = Site()
    await Browser(Recorder(site)).get("/bonjour?client=A&Nom=x", {"Referer": "http://testserver/formulaire?client=A"})
    assert site.calls[0][0]["query_string"] == b"Nom=x"
    request = (await journal_of("eleve"))[0]
    assert request["target"] == "/bonjour?Nom=x"
    assert ["Referer", "http://testserver/formulaire"] in request["headers"]


async def test_what_a_page_loads_inherits_its_letter():
    browser = Browser(Recorder(Site()))
    await browser.get("/static/pages/photo.png", {"Referer": "http://testserver/?client=C", "Accept": "image/*"})
    assert await targets() == [("C", "/static/pages/photo.png")]


async def test_a_module_hands_its_letter_on_to_those_it_imports():
    browser = Browser(Recorder(Site()))
    address = "/chat/accueil?client=B"
    for module in ("/static/chat/chat.js", "/static/chat/view.js"):
        response = await browser.get(module, {"Referer": f"http://testserver{address}", "Accept": "*/*"})
        assert response.status == 307
        address = response.headers["location"]
        await browser.get(address)
    assert await targets() == [("B", "/static/chat/chat.js"), ("B", "/static/chat/view.js")]


async def test_a_link_leads_to_a_page_that_knows_its_letter():
    site = Site()
    browser = Browser(Recorder(site))
    response = await browser.navigate("/bonjour?Nom=Dupont&Pr%C3%A9nom=Bob", referer="/formulaire?client=A")
    assert response.status == 307
    assert response.headers["location"] == "/bonjour?Nom=Dupont&Pr%C3%A9nom=Bob&client=A"
    assert response.headers["cache-control"] == "no-store"
    assert site.calls == []
    response = await browser.navigate(response.headers["location"], referer="/formulaire?client=A")
    assert response.status == 200
    assert await targets() == [("A", "/bonjour?Nom=Dupont&Pr%C3%A9nom=Bob")]


async def test_a_redirect_hands_the_letter_on_and_is_noted_without_it():
    site = Site(page(b"", status=302, headers=[(b"location", b"/chat/accueil")]))
    response = await Browser(Recorder(site)).get("/chat/?client=B")
    assert response.headers["location"] == "/chat/accueil?client=B"
    assert ["Location", "/chat/accueil"] in (await journal_of("eleve"))[1]["headers"]


async def test_without_the_lessons_cookie_letters_mean_nothing():
    site = Site(page(b"", status=302, headers=[(b"location", b"/x")]))
    response = await Browser(Recorder(site), None).navigate("/y?client=A", referer="/?client=B")
    assert response.headers["location"] == "/x"
    assert site.calls[0][0]["query_string"] == b"client=A"


async def test_a_letter_of_another_site_is_not_inherited():
    browser = Browser(Recorder(Site()))
    await browser.get("/", {"Accept": "text/html", "Referer": "http://evil.example/?client=A"})
    assert await targets() == [("", "/")]


async def test_a_letter_that_does_not_exist_is_left_to_the_application():
    await Browser(Recorder(Site())).get("/?client=Z")
    assert await targets() == [("", "/?client=Z")]


async def test_a_socket_carries_its_letter_in_its_address():
    site = Site(echo)
    socket = await Browser(Recorder(site)).open("/ws/chat/accueil?client=B&after=3")
    await socket.leave()
    assert site.calls[0][0]["query_string"] == b"after=3"
    assert await targets() == [("B", "/ws/chat/accueil?after=3")]
    assert {event["client"] for event in await journal_of("eleve")} == {"B"}
