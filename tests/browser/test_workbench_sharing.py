"""What passes by the tunnel, looked at in a real browser without an engine: masking, pieces, hard-coded addresses."""

import pytest


@pytest.fixture
def run(page, site):
    """`run(module, script, argument)`: what the script, given the module and the argument, returns."""
    page.goto(f"{site.url}/hello")

    def run(module, script, argument=None):
        call = f"async (argument) => ({script})(await import('/static/{module}'), argument)"
        return page.evaluate(call, argument)

    return run


TOKEN = "a1B2" * 16
SECRETS = [
    ({"headers": [["Cookie", "sessionid=abc; visites=3"]]}, {"headers": [["Cookie", "sessionid=••••; visites=••••"]]}),
    (
        {"headers": [["Set-Cookie", "sessionid=abc; Path=/; HttpOnly"]]},
        {"headers": [["Set-Cookie", "sessionid=••••; Path=/; HttpOnly"]]},
    ),
    ({"headers": [["X-CSRFToken", TOKEN]]}, {"headers": [["X-CSRFToken", "••••"]]}),
    ({"headers": [["Accept", "text/html"]]}, {"headers": [["Accept", "text/html"]]}),
    ({"target": "/bonjour?Nom=Bob&mot_de_passe=x&mdp="}, {"target": "/bonjour?Nom=Bob&mot_de_passe=••••&mdp="}),
    (
        {"headers": [["Content-Type", "application/x-www-form-urlencoded"]], "body": "Nom=Bob&password=x%20y"},
        {"headers": [["Content-Type", "application/x-www-form-urlencoded"]], "body": "Nom=Bob&password=••••"},
    ),
    (
        {"text": '{"type": "login", "password": "x", "n": [{"token": 7}]}'},
        {"text": '{"type":"login","password":"••••","n":[{"token":"••••"}]}'},
    ),
    ({"text": '{"message": "coucou"}'}, {"text": '{"message": "coucou"}'}),
    ({"text": '{"password": "x'}, {"text": "••••"}),
    (
        {"body": f'<input name="csrf" value="abc"><input value="{TOKEN}"><input name="Nom" value="Bob">'},
        {"body": '<input name="csrf" value="••••"><input value="••••"><input name="Nom" value="Bob">'},
    ),
    (
        {"body": '--x\r\nContent-Disposition: form-data; name="mdp"\r\n\r\nsecret\r\n--x--'},
        {"body": '--x\r\nContent-Disposition: form-data; name="mdp"\r\n\r\n••••\r\n--x--'},
    ),
]  # fmt: skip


def test_no_secret_of_a_visitor_is_shown(run):
    events = [event for event, _ in SECRETS]
    assert run("exchanges/masking.js", "({ masked }, events) => events.map(masked)", events) == [
        shown for _, shown in SECRETS
    ]


def test_addresses_from_the_root_are_found_and_those_of_the_folder_are_not(run):
    page = """<a href="/page2">, <img src='/static/a.png'>, <form action=/bonjour>, <a href="/chez/greg/~k/x">,
    <a href="//cdn">, <a href="page2">, <a href="https://x/y">, <a href="/chez/greg/~k2/">, <a href="/page2">"""
    found = run("workbench/hard-coded.js", "({ hardCoded }, page) => hardCoded(page, '/chez/greg/~k')", page)
    assert found == ['href="/page2"', "src='/static/a.png'", "action=/bonjour", 'href="/chez/greg/~k2/"']


GUEST = """async ({ Tunnel }, answers) => {
    const said = [], sent = [];
    let taken;
    const connections = {
        begin: (who, { take }) => { taken = take; return 1; },
        send: (envelope) => sent.push(envelope), event: () => {}, forget: () => {},
    };
    const onNote = (text) => said.push({ note: text });
    const quiet = { onWelcome() {}, onState() {}, onGuest() {} };
    const tunnel = new Tunnel({ connections, isServing: () => true, onNote, ...quiet });
    tunnel.say = (envelope) => said.push(envelope);
    tunnel.enter({ id: 7, visitor: { name: "Zoé", number: 1 }, scope: { type: "http", root_path: "/r" } });
    answers.forEach((event) => taken(event));
    const rounds = [said.length];
    for (let turn = 0; turn < 20 && tunnel.guests.size; turn += 1) {
        tunnel.guests.get(7).next();
        rounds.push(said.length);
    }
    const bodies = said.map(({ event }) => event).filter((event) => event?.type === "http.response.body");
    const sizes = bodies.map(({ body, more_body }) => [atob(body.base64).length, more_body]);
    const notes = said.map(({ note }) => note).filter(Boolean);
    return { rounds, sizes, paused: sent.map(({ type }) => type), notes, said };
}"""
START = {"type": "http.response.start", "status": 200, "headers": []}


def test_a_long_answer_leaves_in_pieces_the_next_when_the_last_is_passed_on(run):
    long = {"type": "http.response.body", "body": "x" * 80_000, "more_body": False}
    seen = run("workbench/tunnel.js", GUEST, [START, long])
    assert seen["sizes"] == [[32_768, True], [32_768, True], [14_464, False]]
    assert seen["rounds"] == [2, 3, 4]


def test_a_project_that_writes_faster_than_its_visitor_reads_is_paused(run):
    piece = {"type": "http.response.body", "body": "x" * 200_000, "more_body": True}
    seen = run("workbench/tunnel.js", GUEST, [START, piece, piece])
    assert seen["paused"] == ["open", "pause", "resume"]


def test_a_cookie_that_no_visitor_gets_is_told_to_the_pupil(run):
    start = START | {"headers": [["set-cookie", "panier=" + "x" * 300]]}
    notes = run("workbench/tunnel.js", GUEST, [start, {"type": "http.response.body", "body": ""}])["notes"]
    assert "Le cookie panier est trop long" in notes[0]


def test_a_tab_whose_server_does_not_run_ends_the_visit_at_once(run):
    script = GUEST.replace("isServing: () => true", "isServing: () => false").replace("answers.forEach", "[].forEach")
    assert run("workbench/tunnel.js", script, [])["said"] == [{"type": "end", "id": 7}]


SHOW = """({ Sharing }, names) => {
    const parts = {};
    const part = (name) => (parts[name] ??= document.createElement("p"));
    Sharing.prototype.count.call({ visitors: new Set(names), part });
    return [parts.visitors.textContent, parts.title.textContent];
}"""


def test_of_many_visitors_all_are_counted_and_the_latest_named(run):
    said, title = run("workbench/sharing.js", SHOW, [f"Visiteur {number}" for number in range(1, 301)])
    assert said.startswith("300\u00a0visiteurs\u00a0: Visiteur 289, Visiteur 290, ")
    assert said.endswith(", Visiteur 300, …")
    assert title == "Ouvert aux autres (300)"
