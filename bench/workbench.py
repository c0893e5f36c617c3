"""What a pupil's own server costs a browser and the site: `python -m bench.workbench [chromium firefox webkit]`.

One site on a `var/` of its own; the browsers come one after the other. Of each: bytes and seconds until the server of
the first project runs (first visit, then a later one), milliseconds a request and a round trip of a frame (medians),
and from a file that is saved to the verdict of the first exercise. Chromium also tells what the whole browser takes,
a minute after the last visit, and what it took with an empty tab. At last 35 newcomers fetch all that a
first visit fetches, at once, while one client chats: p50 and p99 of its messages, alone and meanwhile.

Linux only, for it reads /proc. The browsers are found as the tests find them, and nothing is downloaded.
"""

import asyncio
import json
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from websockets.asyncio.client import connect
from websockets.sync.client import connect as connect_here

from tests import tools
from tests.browser import firefox, webkit
from tests.servers import free_port, running_site, wait_until

START = 180  # seconds
TIMES = 50
NEWCOMERS = 35
REST = 60  # seconds in which the browser takes back what was needed to start
FIGURE = re.compile(r"^(\w+): +(\d+) kB", re.MULTILINE)
TAKEN, FILES = ("Pss_Anon", "Pss_Shmem", "SwapPss"), ("Pss_File",)
RATE = 10  # messages a second of the one who chats
NO_LIMITS = {"SHARED_ADDRESS": 1, "CHAT_RATE_PER_SOCKET": 0, "CHAT_RATE_PER_ROOM": 0, "CHAT_SOCKETS_PER_ADDRESS": 0}
RUNS = "return document.getElementById('engine-status')?.dataset.state === 'running';"
BYTES = "return performance.getEntriesByType('resource').reduce((sum, entry) => sum + entry.transferSize, 0);"
# In the page: its own workbench is asked, as its parts ask. The figures land in the page's title.
MEASURE = """
  const [times, start] = arguments;
  const median = (all) => all.sort((one, other) => one - other)[Math.floor(all.length / 2)];
  const timed = async (work, most = times) => {
    const all = [];
    for (let time = 0; time < most; time += 1) {
      const begin = performance.now();
      await work();
      all.push(performance.now() - begin);
    }
    return median(all);
  };
  import(start).then(async ({ workbench }) => {
    const { connections } = workbench;
    const url = new URL("/", location.origin);
    const asked = { client: "A", method: "GET", url, headers: {}, body: null };
    const request = await timed(() => connections.request(asked));
    let heard;
    const socket = await new Promise((resolve) => {
      const taken = connections.socket({ client: "A", url: new URL("/ws/chat", location.origin), headers: {} }, {
        onOpen: () => setTimeout(() => resolve(taken)), onMessage: () => heard(), onClose() {},
      });
    });
    const frame = JSON.stringify({ userName: "Banc", message: "coucou" });
    const answered = () => new Promise((resolve) => { heard = resolve; socket.send(frame); });
    const trip = workbench.check ? null : await timed(answered); // the first project answers, an exercise may not
    const verdict = workbench.check ? await timed(() => workbench.check(), times / 5) : null;
    document.title = "figures " + JSON.stringify({ request, trip, verdict });
  }).catch((error) => { document.title = `figures ${JSON.stringify(String(error))}`; });
"""
START_SCRIPT = "return document.querySelector('script[src$=\"workbench/start.js\"]').src;"
FIGURES = "return document.title.startsWith('figures ') ? document.title.slice(8) : null;"


class ChromiumTab:
    """As tests.browser.driven.Tab, as far as it is needed here.

    It asks for nothing but scripts: for a tool that watches the network, Chromium keeps every answer in memory.
    """

    def __init__(self, socket):
        self.socket = socket
        self.asked = 0

    def open(self, url):
        self.ask("Page.navigate", url=url)

    def run(self, script, *arguments):
        call = f"(function () {{ {script} }}).apply(null, {json.dumps(arguments)})"
        return self.ask("Runtime.evaluate", expression=call, returnByValue=True)["result"].get("value")

    def ask(self, method, **parameters):
        self.asked += 1
        self.socket.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.asked:
            pass
        return answer["result"]


@contextmanager
def chromium(folder):
    port = free_port()
    options = ["--headless=new", "--no-sandbox", "--no-first-run", f"--remote-debugging-port={port}"]
    command = [tools.find_chromium(), *options, f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            address = wait_until(lambda: first_tab(port), "Chromium can be driven", START)
            with connect_here(address, max_size=None) as socket:
                yield ChromiumTab(socket)
        finally:
            process.terminate()


def first_tab(port):
    """Where the first tab of the Chromium at this port is driven; None before it is there."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=START) as answer:
        targets = json.load(answer)
        return next((target["webSocketDebuggerUrl"] for target in targets if target["type"] == "page"), None)


@contextmanager
def driven(driver, folder):
    with driver.running(folder) as browser:
        yield browser.new_tab()


BROWSERS = {
    "chromium": chromium,
    "firefox": lambda folder: driven(firefox, folder),
    "webkit": lambda folder: driven(webkit, folder),
}


def try_browser(name, site):
    with tempfile.TemporaryDirectory() as folder, BROWSERS[name](Path(folder)) as tab:
        print(f"\n{name}")
        tab.open(f"{site.url}/hello")
        empty, _ = memory()
        for visit in ("first visit", "later visit"):
            seconds = start(tab, f"{site.url}/mon-serveur/")
            print(f"  {visit:32} {tab.run(BYTES) / 1e6:8.2f} MB  {seconds:6.1f} s until the server runs")
        if name == "chromium":
            time.sleep(REST)
            whole, files = memory()
            print(f"  {'memory':32} {whole:8.0f} MB, of which {empty:.0f} MB are the empty browser's")
            print(f"  {'its program, beside':32} {files:8.0f} MB")
        figures = measure(tab)
        print(f"  {'a request':32} {figures['request']:8.1f} ms")
        print(f"  {'a frame and its answer':32} {figures['trip']:8.1f} ms")
        start(tab, f"{site.url}/exercices/repondre")
        print(f"  {'from save to verdict':32} {measure(tab)['verdict']:8.1f} ms")


def start(tab, url):
    """Seconds until the server of the page's project runs."""
    begin = time.monotonic()
    tab.open(url)
    wait_until(lambda: tab.run(RUNS), f"{url} runs", START)
    return time.monotonic() - begin


def measure(tab):
    tab.run(MEASURE, TIMES, tab.run(START_SCRIPT))
    return json.loads(wait_until(lambda: tab.run(FIGURES), "the figures", START))


def memory():
    """MB that the Chromium started from here takes from the PC, and MB of its program's own files that it holds beside.

    The first is what each process wrote, a page that several share divided among them. The second the system reads from
    the disk, shares among all, and takes back when it needs room.
    """
    told = [figures_of(process) for process in psutil.Process().children(recursive=True)]
    taken, files = (sum(int(each.get(name, 0)) for each in told for name in names) for names in (TAKEN, FILES))
    return taken * 1024 / 1e6, files * 1024 / 1e6


def figures_of(process):
    """{name: kB} as the kernel adds them up for a process of Chromium, {} for another one or one that has ended."""
    with suppress(psutil.NoSuchProcess, FileNotFoundError):
        if "chrom" in process.name():
            return dict(FIGURE.findall(Path(f"/proc/{process.pid}/smaps_rollup").read_text()))
    return {}


# --- a class that arrives ------------------------------------------------------------------------------------
async def arrive(site, files):
    """One newcomer's first visit, without the browser."""
    for path in files:
        await asyncio.to_thread(fetch, f"{site.url}{path}")


def fetch(url):
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=START) as answer:
        return answer.read()


def files_of_a_visit(site):
    page = fetch(f"{site.url}/mon-serveur/").decode()
    data = json.loads(re.search(r'id="workbench-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    return ["/mon-serveur/", *(file["url"] for file in data["engine"]["files"])]


async def chat(site, until):
    """Milliseconds of each message of one client to itself, RATE a second, until the task is done."""
    delays = []
    async with connect(f"{site.ws_url}/ws/chat/accueil", origin=site.url, max_size=None) as socket:
        while not until.done():
            id, begin = secrets.token_hex(8), time.perf_counter()
            event = {"type": "message", "id": id, "userName": "Banc", "message": "coucou"}
            await socket.send(json.dumps(event))
            while id not in await socket.recv():
                pass
            delays.append(1000 * (time.perf_counter() - begin))
            await asyncio.sleep(max(0, begin + 1 / RATE - time.perf_counter()))
    return delays


async def class_arrives(site):
    files = files_of_a_visit(site)
    print(f"\n{NEWCOMERS} first visits at once")
    alone = await chat(site, asyncio.create_task(asyncio.sleep(10)))
    begin = time.monotonic()
    visits = asyncio.gather(*(arrive(site, files) for _ in range(NEWCOMERS)))
    meanwhile = await chat(site, visits)
    print(f"  {'all have all files after':32} {time.monotonic() - begin:8.1f} s")
    for title, delays in (("the chat, alone", alone), ("the chat, meanwhile", meanwhile)):
        print(f"  {title:32} {statistics.median(delays):8.1f} ms p50 {percentile(delays, 99):8.1f} ms p99")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def main(names):
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder), **NO_LIMITS) as site:
        for name in names:
            try_browser(name, site)
        asyncio.run(class_arrives(site))


if __name__ == "__main__":
    main(sys.argv[1:] or list(BROWSERS))
