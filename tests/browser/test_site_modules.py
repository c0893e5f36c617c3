"""The modules that all pages share, each in a real browser."""

import re

import pytest

from tests.servers import ROOT, wait_until

# Comments first, so that a quotation mark within one opens no string.
TOKENS = re.compile(r"""//[^\n]*|/\*.*?\*/|("(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)""", re.DOTALL)
VALUE = re.compile(r"\$\{[^}]*\}")
FAULT = re.compile(r"[\wà-ü’»)}] [:;?!»]|« |\b[cdjlmnst]'[a-zà-ü]|\bqu'", re.IGNORECASE)


@pytest.fixture
def run(page, site):
    """`run(module, script, argument)`: what the script, given the module and the argument, returns."""
    page.goto(f"{site.url}/hello")

    def run(module, script, argument=None):
        call = f"async (argument) => ({script})(await import('/static/site/{module}'), argument)"
        return page.evaluate(call, argument)

    return run


def test_backoff_starts_at_half_a_second_grows_by_half_and_never_passes_ten_seconds(run):
    delays = run("backoff.js", "({ backoff }) => [0, 1, 2, 3, 50].map((tries) => backoff(tries, 1006, 0.5))")
    assert delays == [500, 750, 1125, 1687.5, 10_000]


def test_backoff_lets_a_class_come_back_at_once_where_the_process_said_that_it_restarts(run):
    delays = run("backoff.js", "({ backoff }) => [0, 0.5, 1].map((random) => backoff(0, 1012, random))")
    assert delays == [0, 250, 500]


def test_backoff_spreads_a_class_over_time(run):
    assert run("backoff.js", "({ backoff }) => [backoff(1, null, 0), backoff(1, 1012, 1)]") == pytest.approx([600, 900])


KEPT = """({ kept, whenRefused }) => {
    let told = 0;
    localStorage.setItem("spoilt", "{");
    const memory = (key, otherwise) => kept(() => localStorage, key, otherwise).read();
    const healthy = [memory("spoilt", []), memory("none", 1), told];
    const refused = kept(() => { throw new Error("refusé") }, "key", "rien");
    whenRefused(() => { told += 1; });
    const before = refused.read();
    refused.write("gardé");
    const again = kept(() => { throw new Error("refusé") }, "key", "rien");
    whenRefused(() => { told += 1; });
    return { healthy, before, after: refused.read(), again: again.read(), told };
}"""


def test_storage_that_is_refused_lasts_as_long_as_the_page_and_each_listener_is_told_once(run):
    seen = run("store.js", KEPT)
    assert seen == {"healthy": [[], 1, 0], "before": "rien", "after": "gardé", "again": "gardé", "told": 2}


def test_durations_are_said_in_french(run):
    words = run("french.js", "({ duration }) => [0, 59, 60, 125, 3600, 90000].map(duration)")
    said = ["0 s", "59 s", "1 min 00 s", "2 min 05 s", "1 h 00 min 00 s", "25 h 00 min 00 s"]
    assert [word.replace("\u00a0", " ") for word in words] == said


def test_zero_and_one_are_singular(run):
    words = run("french.js", '({ plural }) => [0, 1, 2, 1200].map((count) => plural(count, "salon", "salons"))')
    assert [re.sub(r"\s", " ", word) for word in words] == ["0 salon", "1 salon", "2 salons", "1 200 salons"]


def test_what_is_quoted_is_one_line_of_bounded_length(run):
    quoted = run("french.js", "({ quoted }) => [quoted(' a\\n b '), quoted('abcdef', 4)]")
    assert quoted == ["«\u00a0a b\u00a0»", "«\u00a0abc…\u00a0»"]


# Sockets

OPEN = """async (options) => {
    const { LiveSocket, dispatcher, socketUrl } = await import("/static/site/socket.js");
    Object.assign(window, { states: [], got: [] });
    const frames = dispatcher({ known: (frame) => got.push(frame) });
    window.socket = new LiveSocket({
        address: () => socketUrl("/ws/essai", { after: 7 }),
        received: frames,
        status: ({ state, code }) => states.push([state, code ?? null]),
        ...options,
    });
    window.socket.open();
}"""


def test_a_socket_comes_back_by_itself_and_says_how_it_is_doing(page, site):
    visits = []

    def serve(socket):
        visits.append(socket.url)
        socket.send('{"type": "known"}')
        if len(visits) == 1:
            socket.close(code=1012)

    page.route_web_socket(re.compile("/ws/essai"), serve)
    page.goto(f"{site.url}/hello")
    page.evaluate(OPEN, {})
    wait_until(lambda: page.evaluate("got.length") == 2, "two frames")
    assert page.evaluate("states") == [
        ["connecting", None],
        ["open", None],
        ["waiting", 1012],
        ["connecting", None],
        ["open", None],
    ]
    assert visits == [f"{site.ws_url}/ws/essai?after=7"] * 2


def test_a_socket_stops_after_the_codes_that_say_so_and_when_it_is_cut(page, site):
    visits = []

    def refuse(socket):
        visits.append(socket)
        if len(visits) == 1:
            socket.close(code=4403)

    page.clock.install()
    page.route_web_socket(re.compile("/ws/essai"), refuse)
    page.goto(f"{site.url}/hello")
    page.evaluate(OPEN, {"stops": {"4403": "refused"}})
    wait_until(lambda: ["refused", 4403] in page.evaluate("states"), "the refusal")
    page.clock.run_for(60_000)
    assert len(visits) == 1
    page.evaluate("document.dispatchEvent(new CustomEvent('socket:restore'))")
    wait_until(lambda: page.evaluate("states.at(-1)[0]") == "open", "an open socket")
    page.evaluate("document.dispatchEvent(new CustomEvent('socket:cut'))")
    assert page.evaluate("states.at(-1)[0]") == "cut"
    page.clock.run_for(60_000)
    assert len(visits) == 2


def test_a_frame_of_an_unknown_type_is_logged(page, site, expected_problems):
    expected_problems.append("Évènement inconnu")
    page.route_web_socket(re.compile("/ws/essai"), lambda socket: socket.send('{"type": "autre"}'))
    page.goto(f"{site.url}/hello")
    with page.expect_console_message(lambda message: "Évènement inconnu" in message.text):
        page.evaluate(OPEN, {})


# French


def test_french_in_scripts_has_its_no_break_spaces_and_its_apostrophes():
    wrong = []
    for path in (ROOT / "static").glob("*/*.js"):
        strings = filter(None, TOKENS.findall(path.read_text(encoding="utf-8")))
        wrong += [f"{path.name}: {said}" for said in strings if FAULT.search(VALUE.sub("x", said))]
    assert wrong == []


# Who knows whom

IMPORTS = re.compile(r"""from "(?:\.\./(\w+)/|\./)""")
KNOWN = {"site": set(), "exchanges": {"site", "exchanges"}, "chat": {"site"}, "lesson": {"site", "exchanges"}}


@pytest.mark.parametrize("folder", KNOWN)
def test_modules_import_only_what_stands_below_them(folder):
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "static" / folder).glob("*.js")}
    imported = {(name, other) for name, text in texts.items() for other in IMPORTS.findall(text) if other}
    assert {(name, other) for name, other in imported if other not in KNOWN[folder]} == set()


def test_the_diagram_knows_no_application():
    words = re.compile("nbClients|timeChat|userName|elapsed|salon|lesson|lecon")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "static" / "exchanges").glob("*.js")}
    assert {name: words.findall(text) for name, text in texts.items() if words.search(text)} == {}
