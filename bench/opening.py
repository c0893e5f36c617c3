"""What opening a step of the lesson asks of the server: `python -m bench.opening [SLUG] [TIMES]`.

A Chromium with an empty profile comes in by the home page, goes to the list of steps and opens the step (the real chat,
the heaviest, unless another one is named), then loads it again. Printed of each page, the medians of TIMES visits: its
requests by kind, what came from the browser's own cache instead, the sockets, and the server's CPU seconds until all
has come.
"""

import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from tests import tools
from tests.browser.conftest import chromium
from tests.servers import running_site

REST = 1.0  # seconds without a request after which all has come
# Of a document and its files: [who asked, bytes that crossed the network, 0 if none had to]. Frames tell it themselves.
ASKED = """() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type)).map(
  ({ initiatorType, transferSize }) => [initiatorType, transferSize]).filter(([type]) => type !== "iframe")"""
KINDS = {"navigation": "pages", "link": "styles", "script": "scripts", "img": "images", "fetch": "fetched"}
COLUMNS = [*KINDS.values(), "other", "requests", "cached", "sockets", "cpu"]


class Visit:
    """A page that walks through the site."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        self.sockets = 0
        page.on("websocket", self.count_socket)

    def count_socket(self, _socket):
        self.sockets += 1

    def opened(self, go, path):
        """{column: number} of the page at `path`, once `go()` has led there and all has come."""
        self.sockets, before = 0, self.cpu()
        go()
        self.page.wait_for_url(f"**{path}")
        found, cpu, since = None, 0, time.monotonic()
        while time.monotonic() - since < REST:
            self.page.wait_for_timeout(50)
            if (now := self.asked()) != found:
                found, cpu, since = now, self.cpu(), time.monotonic()
        return found | {"requests": found.total() - found["cached"] - self.sockets, "cpu": cpu - before}

    def cpu(self):
        return sum(self.server.cpu_times()[:2])

    def asked(self):
        entries = [entry for frame in self.page.frames for entry in frame.evaluate(ASKED)]
        kinds = Counter(KINDS.get(kind, "other") if size else "cached" for kind, size in entries)
        return kinds + Counter(sockets=self.sockets)


def visit(browser, site, slug):
    """{page: {column: number}}"""
    with browser.new_context() as context:
        page = context.new_page()
        visit = Visit(page, psutil.Process(site.process.pid))
        return {
            "home page": visit.opened(lambda: page.goto(site.url), "/"),
            "list of steps": visit.opened(page.get_by_role("link", name="leçon").first.click, "/lecon/"),
            "step": visit.opened(page.locator(f"main a[href$='/{slug}']").first.click, f"/lecon/{slug}"),
            "again": visit.opened(page.reload, f"/lecon/{slug}"),
        }


def main(slug="vrai-chat", times=5):
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder)) as site,
        sync_playwright() as playwright,
        chromium(playwright, tools.find_chromium()) as browser,
    ):
        visit(browser, site, slug)  # the server is warm afterwards
        visits = [visit(browser, site, slug) for _ in range(int(times))]
    print(f"{'':13}", *(f"{column:>8}" for column in COLUMNS))
    for page in visits[0]:
        medians = [statistics.median(visit[page].get(column, 0) for visit in visits) for column in COLUMNS]
        print(f"{page:13}", *(f"{number:8.3g}" for number in medians))


if __name__ == "__main__":
    main(*sys.argv[1:])
