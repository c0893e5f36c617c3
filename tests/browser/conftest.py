"""One Chromium for all browser tests, and pages that watch over what they load."""

import socket
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import tools
from tests.browser import firefox, webkit

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ISOLATED = "--site-per-process"  # as windows have it: a page in a pane that hangs holds nobody else up
OUR_HOSTS = {"127.0.0.1", "localhost", socket.gethostname().lower()}
PATIENCE = 30_000  # milliseconds: the machine may be busy with something else
# WebKitGTK exists on Linux only.
DRIVEN = [firefox, webkit] if sys.platform == "linux" else [firefox]
expect.set_options(timeout=PATIENCE)


# Not for the whole session: Playwright keeps an event loop running, where async tests and Django's ORM refuse to work.
@pytest.fixture(scope="package")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright):
    with chromium(playwright, tools.find_headless_shell() or tools.find_chromium()) as browser:
        yield browser


@pytest.fixture(scope="module")
def school_s_chromium(playwright):
    """As pupils have it, with its windows."""
    with chromium(playwright, tools.find_chromium()) as browser:
        yield browser


def chromium(playwright, path):
    return playwright.chromium.launch(executable_path=path, args=[*QUIET, ISOLATED])


@pytest.fixture
def expected_problems():
    """What a test wants to go wrong: add a piece of the text of each console error or failed request to come."""
    return []


@pytest.fixture
def new_page(browser, expected_problems):
    """Open a page as another visitor would; the test fails on any error in its console or request that leaves the PC.

    Options are those of a browser context: `new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")`.
    """
    contexts, problems = [], []

    def open_page(**options):
        contexts.append(
            browser.new_context(**({"viewport": {"width": 1366, "height": 768}, "locale": "fr-FR"} | options))
        )
        contexts[-1].set_default_timeout(PATIENCE)
        contexts[-1].on("page", lambda page: watch(page, problems))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert [problem for problem in problems if not any(text in problem for text in expected_problems)] == []


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def enter(new_page, site):
    """`enter(address="")`: a browser with an empty profile, come in by the home page."""

    def enter(base=site.url):
        page = new_page()
        page.goto(base + "/")
        page.get_by_role("link", name="leçon").first.click()
        return page

    return enter


def watch(page, problems):
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("console", lambda message: note_error(message, problems))
    page.on("requestfailed", lambda request: note_failure(request, problems))
    page.on("request", lambda request: note_stranger(request.url, problems))
    page.on("websocket", lambda socket: note_stranger(socket.url, problems))


def note_error(message, problems):
    if message.type == "error":
        problems.append(f"{message.location['url']}: {message.text}")


def note_failure(request, problems):
    # Aborted: the page was left before it had everything.
    if request.failure != "net::ERR_ABORTED":
        problems.append(f"{request.url}: {request.failure}")


def note_stranger(url, problems):
    address = urlsplit(url)
    if address.scheme not in {"data", "blob", "about"} and address.hostname not in OUR_HOSTS:
        problems.append(f"{url}: asked of another host")


@pytest.fixture(scope="module", params=DRIVEN, ids=lambda driver: driver.__name__.rpartition(".")[2])
def other_browser(request, tmp_path_factory):
    with request.param.running(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def new_tab(other_browser):
    tabs = []

    def open_tab(url):
        tabs.append(other_browser.new_tab())
        tabs[-1].open(url)
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        tab.close()
