"""Firefox ESR, driven by WebDriver BiDi over a WebSocket: no other program is needed."""

import json
import re
import subprocess
from contextlib import contextmanager

from websockets.sync.client import connect

from tests import tools
from tests.browser.driven import PATIENCE, Tab
from tests.servers import wait_until

PREFERENCES = {
    "remote.active-protocols": 1,
    "network.proxy.type": 0,  # none: the site is on this machine
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
}
AS_JSON = "function (args) { return JSON.stringify((function () { %s }).apply(null, JSON.parse(args)) ?? null); }"


@contextmanager
def running(folder):
    """Firefox without a window, its profile in `folder`, until the end of the block."""
    preferences = [f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(preferences), encoding="utf-8")
    command = [tools.find_firefox(), "-headless", "-no-remote", "-profile", str(folder), "--remote-debugging-port", "0"]
    log = folder / "output"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        address = wait_until(lambda: listening(log), "Firefox listens", PATIENCE, explain=log.read_text)
        with connect(f"{address}/session", max_size=None, proxy=None) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def listening(log):
    """The address at which Firefox says it can be driven."""
    found = re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(encoding="utf-8", errors="replace"))
    return found and found[1]


class Firefox:
    def __init__(self, socket):
        self.socket, self.calls = socket, 0
        self.version = self.call("session.new", capabilities={})["capabilities"]["browserVersion"]

    def call(self, method, **params):
        """The result of a BiDi command."""
        self.calls += 1
        self.socket.send(json.dumps({"id": self.calls, "method": method, "params": params}))
        answer = json.loads(self.socket.recv(PATIENCE))
        while answer.get("id") != self.calls:  # an event
            answer = json.loads(self.socket.recv(PATIENCE))
        assert "error" not in answer, answer
        return answer["result"]

    def new_tab(self):
        return FirefoxTab(self, self.call("browsingContext.create", type="tab")["context"])


class FirefoxTab(Tab):
    def __init__(self, browser, context):
        self.browser, self.context = browser, context

    def open(self, url):
        self.browser.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, script, *args):
        answer = self.browser.call(
            "script.callFunction",
            functionDeclaration=AS_JSON % script,
            arguments=[{"type": "string", "value": json.dumps(args)}],
            target={"context": self.context},
            awaitPromise=False,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def perform(self, source):
        self.browser.call("browsingContext.activate", context=self.context)
        self.browser.call("input.performActions", context=self.context, actions=[source])

    def close(self):
        self.browser.call("browsingContext.close", context=self.context)
