"""What a hostile project may do in the engine's frame and in the pane: nothing that reaches the site or the network."""

import pytest

from workbench.downloads import PREFIX

REACH = """async () => {
    const tried = {};
    const attempt = async (name, work) => {
        const silence = new Promise((_, no) => setTimeout(() => no({ name: "silence" }), 2000));
        try { tried[name] = String(await Promise.race([work(), silence])) }
        catch (error) { tried[name] = `refused: ${error.name}` }
    };
    const site = location.protocol + "//" + location.host;
    await attempt("fetch", async () => (await fetch(`${site}/sante?secret`)).type);
    const anyhow = { mode: "no-cors", credentials: "include" };
    await attempt("opaque fetch", async () => (await fetch(`${site}/sante?secret`, anyhow)).type);
    await attempt("request", () => new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onload = () => resolve("done");
        request.onerror = () => reject(new TypeError());
        request.open("GET", `${site}/sante?secret`);
        request.send();
    }));
    await attempt("socket", () => new Promise((resolve, reject) => {
        const socket = new WebSocket(`${site.replace("http", "ws")}/ws/chat/accueil?secret`);
        socket.onopen = () => resolve("open");
        socket.onerror = () => reject(new TypeError());
    }));
    await attempt("image", () => new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = () => resolve("done");
        image.onerror = () => reject(new TypeError());
        image.src = `${site}/static/site/favicon.svg?secret`;
    }));
    await attempt("module", async () => { await import(`${site}/static/site/theme.js?secret`) });
    await attempt("cookie", () => document.cookie);
    await attempt("storage", () => localStorage.length);
    await attempt("database", () => new Promise((resolve, reject) => {
        const request = indexedDB.open("atelier");
        request.onsuccess = () => resolve("open");
        request.onerror = () => reject(request.error);
    }));
    await attempt("page around", () => parent.document.title);
    await attempt("code from text", () => (0, eval)("1"));
    await attempt("beacon", () => String(navigator.sendBeacon?.(`${site}/sante?secret`)));
    return tried;
}"""
WORKER = """async () => {
    const code = `
        const site = ${JSON.stringify(location.protocol + "//" + location.host)};
        (async () => {
            const tried = [];
            try { await fetch(site + "/sante?secret"); tried.push("fetch") } catch {}
            try { importScripts(site + "/static/site/theme.js?secret"); tried.push("importScripts") } catch {}
            try { await new Promise((resolve, reject) => {
                const socket = new WebSocket(site.replace("http", "ws") + "/ws/chat/accueil?secret");
                socket.onopen = resolve; socket.onerror = reject;
            }); tried.push("socket") } catch {}
            postMessage(tried);
        })()`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    return new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data) });
}"""
# What may succeed: reading a cookie that is not there, in a world of one's own.
HARMLESS = {"cookie": ""}


@pytest.fixture(scope="module")
def browser(school_s_chromium):
    """What keeps a page from doing harm is tried as schools have it."""
    return school_s_chromium


@pytest.fixture
def frame(page, site, expected_problems):
    """Open the document in a page of the site, as a frame, and return Playwright's handle of it."""
    expected_problems += ["Content Security Policy", "secret", "csp", PREFIX]

    def open_frame(address):
        page.route(f"**{PREFIX}**", lambda route: route.abort())  # the page's own engine is not what is tried
        page.goto(f"{site.url}/mon-serveur/")  # whose policy alone allows such frames
        page.context.add_cookies([{"name": "sessionid", "value": "secret", "url": site.url}])
        page.evaluate(
            """(address) => new Promise((resolve) => {
                const frame = document.createElement("iframe");
                frame.onload = resolve;
                frame.src = address;
                document.body.append(frame);
            })""",
            address,
        )
        return [each for each in page.frames if each.url.endswith(address)][-1]

    return open_frame


def reached(site):
    return [line for line in site.output.splitlines() if "secret" in line]


def successes(tried):
    return {
        name: said
        for name, said in tried.items()
        if not said.startswith("refused") and HARMLESS.get(name) != said and (name, said) != ("beacon", "false")
    }


def test_code_in_the_engine_s_frame_reaches_nothing(frame, site):
    before = reached(site)
    tried = frame("/mon-serveur/moteur").evaluate(REACH)
    assert successes(tried) in ({}, {"beacon": "true"})  # queued, then refused by the policy: see the server
    assert reached(site) == before


def test_a_worker_of_the_engine_s_frame_reaches_nothing(frame, site):
    before = reached(site)
    assert frame("/mon-serveur/moteur").evaluate(WORKER) == []
    assert reached(site) == before


SHOW = """(html) => new Promise((resolve) => {
    const frame = document.querySelector("iframe:last-of-type");
    const { port1, port2 } = new MessageChannel();
    window.heard = [];
    port1.onmessage = ({ data }) => { window.heard.push(data); if (data.type === "loaded") resolve() };
    const url = location.origin + "/";
    const shown = { html, url, host: "localhost:8000", cookie: "", localStorage: {}, sessionStorage: {} };
    frame.contentWindow.postMessage(shown, "*", [port2]);
})"""


def test_a_page_in_the_pane_reaches_nothing(page, frame, site):
    before = reached(site)
    pane = frame("/mon-serveur/volet")
    page.evaluate(SHOW, "<!DOCTYPE html><title>Hostile</title><p>Bonjour</p>")
    # Its own fetch and sockets are messages to the page around, which here never answers: they are silent.
    tried = pane.evaluate(REACH)
    # Storage and cookies are the project's own; code from a text is its own affair.
    assert set(successes(tried)) <= {"storage", "beacon"}
    assert reached(site) == before


@pytest.mark.parametrize(
    "attack",
    [
        "top.location = '/sante?secret'",
        "parent.location = '/sante?secret'",
        "document.body.append(Object.assign(document.createElement('iframe'), { src: '/sante?secret' }))",
        "document.body.append(Object.assign(document.createElement('form'), { action: '/sante?secret' }));"
        "document.forms[0].requestSubmit()",
        "document.head.append(Object.assign(document.createElement('link'),"
        " { rel: 'prefetch', href: '/hello?secret' }))",
        "new Worker('/static/site/theme.js?secret')",
    ],
)
def test_an_attack_from_the_pane_leaves_page_and_server_alone(page, frame, site, expected_problems, attack):
    expected_problems += ["Unsafe attempt", "sandbox", "Failed to construct", "SecurityError", "navigat"]
    before, address = reached(site), page.url
    pane = frame("/mon-serveur/volet")
    address = page.url
    page.evaluate(SHOW, "<!DOCTYPE html><title>Hostile</title><p>Bonjour</p>")
    pane.evaluate(f"() => {{ try {{ {attack} }} catch {{}} }}")
    page.wait_for_timeout(300)  # an attack that works shows at the server soon
    assert page.url == address
    assert reached(site) == before


def test_webrtc_which_obeys_no_policy_is_taken_away(page, frame):
    pane = frame("/mon-serveur/volet")
    page.evaluate(SHOW, "<!DOCTYPE html><title>Hostile</title>")
    assert pane.evaluate("() => typeof RTCPeerConnection") == "undefined"
