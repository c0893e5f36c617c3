"""A hostile server, visited by a signed-in teacher in Chromium and in Firefox: nothing comes of it."""

import asyncio
import http.server
import re
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error

from tests.browser import firefox, hostile
from tests.browser.chatting import sign_in_as_teacher
from tests.relay.answers import is_whole, page
from tests.relay.live import LiveTab, chez_of, claim, enter, open_chez
from tests.servers import running_site, wait_until

pytestmark = pytest.mark.timeout(400)
SETTLE = 100  # milliseconds for what a page begins as it loads
AT_ONCE = 4  # pages in Firefox
LONGEST = 2  # seconds for them
PATIENCE = 15_000  # milliseconds: an answer may take its ten seconds
FORBIDDEN = 3000  # milliseconds for what never comes
PAGES = ["/", "/lecon/serveur", "/chat/accueil", "/exercices/repondre", "/mon-serveur/", "/chez/", "/nowhere"]
FOR_STAFF = ["/classe", "/admin/"]
SCRIPT = [
    {"type": "http.response.start", "status": 200, "headers": [[b"content-type", b"text/javascript"]]},
    {"type": "http.response.body", "body": b"globalThis.pupil = 1", "more_body": False},
]
# The body of a function: a page is made to load each address in four ways; what became of it stands in `tried`.
LOAD = """
    const [addresses] = arguments, tried = (window.tried = []);
    const watched = (it) => {
        it.onload = it.onmessage = () => tried.push("loaded");
        it.onerror = () => tried.push("refused");
        return it;
    };
    for (const address of addresses) {
        for (const [tag, fields] of [
            ["script", { src: address }],
            ["script", { type: "module", src: address }],
            ["link", { rel: "stylesheet", href: address }],
        ]) document.head.append(watched(Object.assign(document.createElement(tag), fields)));
        try { watched(new Worker(address)) } catch { tried.push("refused") }
    }
"""


@pytest.fixture(scope="module")
def browser(school_s_chromium):
    """What keeps a page from doing harm is tried as schools have it."""
    return school_s_chromium


class Witness(http.server.BaseHTTPRequestHandler):
    """Another server of this PC: a printer, a router."""

    seen = []

    def handle_one_request(self):
        line = self.rfile.readline()
        if line:
            self.seen.append(line)
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def witness():
    Witness.seen.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Witness)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    with running_site(folder, SHARED_ADDRESS=1) as site:
        open_chez(folder)
        yield site


@contextmanager
def tab_of(site, cookies, answers):
    """A tab in a thread of its own."""
    loop, ready, end = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found = []

    async def live():
        async with LiveTab(site, cookies, answers) as tab:
            found.append((tab, await enter(f"{chez_of(site)}{tab.path}")))
            ready.set()
            await end.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[live()])
    thread.start()
    assert ready.wait(30)
    yield found[0]
    loop.call_soon_threadsafe(end.set)
    thread.join()


@pytest.fixture(scope="module")
def attacked(site, witness):
    """(the addresses of the hostile server's pages and answers by name, Alice's tab)."""
    with tab_of(site, claim(site, "Alice"), None) as (alice, alice_s):
        targets = [
            f"{site.url}/chez/",
            f"{site.url}/admin/",
            f"{alice_s}",
            f"{witness}/",
        ]
        html, answers = hostile.pages(targets), hostile.answers(targets[3])

        def reply(scope, event):
            name = scope["path"].removeprefix(scope["root_path"]).strip("/")
            if scope["type"] == "websocket" or not is_whole({"event": event}):
                return []
            if name == "script.js":
                return SCRIPT
            return answers[name] if name in answers else page(html.get(name, "?").encode())

        with tab_of(site, claim(site, "Greg"), reply) as (_, inside):
            names = [*html, *answers]
            assert len(names) > 100
            yield {name: inside + name for name in names}, alice


def nothing_came_of_it(site, alice):
    assert [line for line in Witness.seen if b"moved" not in line] == []
    lines = [line for line in site.output.splitlines() if "/chez/greg/" not in line]  # it may ask itself
    assert [line for line in lines if "hostile" in line] == []
    assert [scope["query_string"] for scope in alice.scopes.values() if "moved" not in scope["query_string"]] == []
    assert "Traceback" not in site.output


def test_more_than_a_hundred_hostile_pages_and_answers_do_nothing_in_chromium(browser, site, attacked):
    addresses, alice = attacked
    context = browser.new_context(locale="fr-FR", accept_downloads=False)
    tab = context.new_page()
    sign_in_as_teacher(tab, site)
    tab.goto(f"{site.url}/lecon/")
    before = {(cookie["name"], cookie["value"], cookie["path"]) for cookie in context.cookies()}
    assert any(name.startswith("sessionid") for name, _, _ in before)
    ended, failures = set(), []
    for name, address in addresses.items():
        try:
            # A form that is sent at once has `goto` wait for a page that the policy forbids.
            patience = FORBIDDEN if name.startswith("form-") else PATIENCE
            tab.goto(address, timeout=patience, wait_until="domcontentloaded")
            if name == "address-bar":
                assert tab.evaluate("origin") == "null"
                assert tab.evaluate("location.host") not in site.url
                assert not tab.evaluate("document.fullscreenEnabled")
            tab.wait_for_timeout(SETTLE)
            if tab.locator("#end").count():
                ended.add(name)
        except Error as error:
            failures.append(f"{name}: {error.message}")
        for other in context.pages[1:]:
            other.close()
    assert [text for text in failures if not re.search("ERR_|Timeout|navigat|destroyed", text)] == []
    assert set(hostile.INSIDE) - {"dialogs"} <= ended  # they ran to their end
    assert {(cookie["name"], cookie["value"], cookie["path"]) for cookie in context.cookies()} == before
    tab = context.new_page()  # the last one may still be on its way somewhere
    tab.goto(f"{site.url}/chez/")
    assert tab.get_by_role("button", name="Tout fermer").count() == 1  # signed in, and « Chez » is open
    context.close()
    nothing_came_of_it(site, alice)


def test_nor_in_firefox(site, attacked, tmp_path):
    addresses, alice = attacked
    with firefox.running(tmp_path) as browser:
        tab = browser.new_tab()
        tab.open(f"{site.url}/lecon/")
        before = tab.run("return document.cookie")
        quick = [at for name, at in addresses.items() if not name.startswith(("never", "huge", "status-1"))]
        for first in range(0, len(quick), AT_ONCE):
            visit(browser, quick[first : first + AT_ONCE])
        tab.open(f"{site.url}/lecon/")
        assert tab.run("return document.cookie") == before
    nothing_came_of_it(site, alice)


def pupils_files(site, addresses):
    """A file of Greg's by the site's address and by its own, in four ways each."""
    inside = addresses["fetch"].removesuffix("fetch")
    return [f"{site.url}/chez/greg/script.js?injected", f"{inside}script.js?injected"]


def test_no_page_of_the_site_loads_a_pupil_s_file_in_chromium(browser, site, attacked):
    files = pupils_files(site, attacked[0])
    context = browser.new_context(locale="fr-FR")
    tab = context.new_page()
    sign_in_as_teacher(tab, site)
    for path in [*PAGES, *FOR_STAFF]:
        tab.goto(site.url + path)
        tab.evaluate(f"(files) => (function () {{ {LOAD} }})(files)", files)
        tab.wait_for_function("tried.length === 8")
        assert set(tab.evaluate("tried")) == {"refused"}, path
    assert "injected" not in site.output
    tab.goto(files[1].replace("injected", "typed"))  # what does come stands there
    assert "typed" in site.output
    context.close()


def test_nor_does_one_in_firefox(site, attacked, tmp_path):
    files = pupils_files(site, attacked[0])
    with firefox.running(tmp_path) as browser:
        for path in PAGES:
            tab = browser.new_tab()  # what a page still loads when it is left, Firefox takes for the next one's failure
            tab.open(site.url + path)
            tab.run(LOAD, files)
            assert set(tab.until("return window.tried.length === 8 && window.tried")) == {"refused"}, path
            tab.close()
    assert "injected" not in site.output


def visit(browser, addresses):
    """Some leave nothing to look at: then a moment for what they begin has to do. Some hold their own tab up."""
    tabs = [browser.new_tab() for _ in addresses]
    for tab, address in zip(tabs, addresses, strict=True):
        with suppress(AssertionError, TimeoutError):
            browser.call("browsingContext.navigate", context=tab.context, url=address, wait="none")
    end = time.monotonic() + LONGEST
    for tab in tabs:
        with suppress(AssertionError, TimeoutError):
            wait_until(lambda tab=tab: tab.texts("#end"), "the end", end - time.monotonic())
    time.sleep(SETTLE / 1000)
    for tab in tabs:
        with suppress(AssertionError, TimeoutError):
            tab.close()
