"""WebKitGTK's MiniBrowser, which stands for iPads: driven by classic WebDriver, on a screen that nobody sees."""

import json
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from tests import tools
from tests.browser.driven import PATIENCE, Tab
from tests.servers import free_port, wait_until


@contextmanager
def running(folder):
    """WebKitGTK until the end of the block; what it says is kept in `folder`."""
    port = free_port()
    log = folder / "output"
    with log.open("wb") as output, screen(output) as display:
        # Its sandbox needs what containers refuse; it is shown no page but ours.
        environment = os.environ | {"DISPLAY": display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        process = subprocess.Popen(
            [tools.find_webkit_driver(), f"--port={port}"], env=environment, stdout=output, stderr=output
        )
        try:
            driver = Driver(port)
            wait_until(driver.answers, "WebKit's driver answers", PATIENCE, explain=log.read_text)
            browser = WebKit(driver)
            yield browser
            browser.call("DELETE")
        finally:
            process.terminate()
            process.wait(PATIENCE)


@contextmanager
def screen(output):
    """A display of an X server without a monitor, as ":7"."""
    reading, writing = os.pipe()
    command = [tools.find_screen(), "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stdout=output, stderr=output)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


class Driver:
    """WebDriver's HTTP requests."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.opener = build_opener(ProxyHandler({}))

    def call(self, method, path, body=None):
        content = json.dumps(body or {}).encode() if method == "POST" else None
        request = Request(self.address + path, content, {"Content-Type": "application/json"}, method=method)
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()}") from None

    def answers(self):
        try:
            return self.call("GET", "/status")["ready"]
        except OSError:
            return False


class WebKit:
    def __init__(self, driver):
        self.driver = driver
        options = {"args": ["--automation"], **mini_browser()}
        session = driver.call(
            "POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        )
        self.path, self.version = f"/session/{session['sessionId']}", session["capabilities"]["browserVersion"]
        self.first = self.current = self.call("GET", "/window")

    def call(self, method, path="", **body):
        return self.driver.call(method, self.path + path, body)

    def new_tab(self):
        """A window: what is pressed in a hidden tab is never answered."""
        self.switch_to(self.first)  # a closed one opens none
        return WebKitTab(self, self.call("POST", "/window/new", type="window")["handle"])

    def switch_to(self, handle):
        if handle != self.current:
            self.call("POST", "/window", handle=handle)
            self.current = handle


class WebKitTab(Tab):
    def __init__(self, browser, handle):
        self.browser, self.handle = browser, handle

    def call(self, method, path, **body):
        self.browser.switch_to(self.handle)
        return self.browser.call(method, path, **body)

    def open(self, url):
        self.call("POST", "/url", url=url)

    def run(self, script, *args):
        return self.call("POST", "/execute/sync", script=script, args=args)

    def perform(self, source):
        self.call("POST", "/actions", actions=[source])

    def close(self):
        self.call("DELETE", "/window")
        self.browser.current = None


def mini_browser():
    """Where the browser is, as an option of the session, unless the driver knows by itself."""
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"))
    return {"binary": str(found[-1])} if found else {}
