"""The sequence diagram, the comparison and the feed, in a real Chromium, on a bare page with the site's own policy."""

import json
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from nsi_site.security import POLICY
from tests.browser import recorded
from tests.browser.recorded import event, frame, get_and_post, handshake, message, request, response, tick
from tests.servers import wait_until

SOURCES = ("static", "framers", "frames", "asked")  # of the policy
ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"
TWO = {"lifelines": ["A", "server", "B"]}
CREATE = """async (options) => {
    const { createDiagram } = await import("/static/exchanges/diagram.js");
    const { VOCABULARY } = await import("/static/lesson/vocabulary.js");
    window.heard = [];
    const host = document.getElementById("diagram");
    host.addEventListener("open-code", ({ detail }) => heard.push(detail));
    window.diagram = createDiagram(host, { vocabulary: VOCABULARY, onClear: () => heard.push("clear"), ...options });
}"""
COMPARE = """async ([left, right]) => {
    const { compareExchanges } = await import("/static/exchanges/compare.js");
    compareExchanges(document.getElementById("comparison"), left, right);
}"""
OPEN_FEED = """async (after) => {
    const { openFeed } = await import("/static/exchanges/feed.js");
    Object.assign(window, { numbers: [], statuses: [], cleared: 0 });
    window.feed = openFeed({
        address: "/ws/echanges",
        after,
        onEvents: (events) => numbers.push(...events.map(({ seq }) => seq)),
        onCleared: () => { cleared += 1; },
        onStatus: (status) => statuses.push(status),
    });
}"""


class Handler(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def translate_path(self, path):
        name = path.partition("?")[0].lstrip("/")
        return str((ROOT if name.startswith("static/") else PAGES) / name)

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY.format(**dict.fromkeys(SOURCES, "'self'")))
        super().end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/diagram.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def diagram(new_page, address):
    """Open a page with a diagram that holds these events."""

    def open_diagram(*events, viewport=None, color_scheme="light", **options):
        page = new_page(
            viewport=viewport or {"width": 560, "height": 768}, color_scheme=color_scheme, reduced_motion="reduce"
        )
        page.goto(address)
        page.evaluate(CREATE, options)
        add(page, *events)
        return page

    return open_diagram


ADD = """(events) => new Promise((drawn) => {
    const look = () => (diagram.arrived.length ? requestAnimationFrame(look) : drawn());
    diagram.add(events);
    look();
})"""


def add(page, *events):
    page.evaluate(ADD, list(events))


def arrows(page):
    return page.locator(".diagram-arrow")


def labels(page):
    return page.locator(".diagram-label-text")


def details(page):
    return page.get_by_role("region", name="Détail de la flèche")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


# The picture


def test_nothing_yet_says_where_to_act(diagram):
    page = diagram()
    expect(page.get_by_text("Aucun échange pour l’instant : agissez dans le cadre du navigateur.")).to_be_visible()
    add(page, request())
    expect(page.get_by_text("Aucun échange pour l’instant")).to_be_hidden()


def test_each_event_is_an_arrow_with_a_short_label_in_the_order_of_time(diagram):
    page = diagram(
        *get_and_post(),
        *handshake(),
        frame({"type": "presence", "nbClients": 2}),
        frame({"type": "message", "message": "coucou"}, "up"),
        frame(message()),
        frame("bonjour"),
        event("close", exchange="s", by="client", code=1000),
        event("refused", exchange="t", status=403, reason="Forbidden", code=4404),
    )
    expect(labels(page)).to_have_text(
        [
            "GET /bonjour?Nom=Dupont&Prénom=Bob",
            "200 OK",
            "POST /bonjour",
            "200 OK",
            "GET /ws/chat/lecon",
            "101 Switching Protocols",
            "presence — 2 participants",
            "message — « coucou »",
            "messages — Greg : « coucou »",
            "« bonjour »",
            "fermeture 1000",
            "refus 403",
        ]
    )


def test_it_is_also_a_list_that_can_be_listened_to(diagram):
    page = diagram(
        *get_and_post()[:2],
        frame({"type": "presence", "nbClients": 1}, client="B", exchange="b", at=1.2, unasked=True),
        **TWO,
    )
    heard = [" ".join(arrow.text_content().split()) for arrow in arrows(page).all()]
    assert heard == [
        "+0,0 s Client A vers Serveur : requête GET /bonjour?Nom=Dupont&Prénom=Bob",
        "+0,1 s Serveur vers Client A : réponse 200 OK text/html",
        "+1,2 s Serveur vers Client B : trame presence — 1 participant reçu sans l’avoir demandé",
    ]
    expect(page.get_by_role("list", name="Échanges, dans l’ordre du temps").get_by_role("listitem")).to_have_count(3)


def test_arrows_go_from_the_sender_s_lifeline_to_the_receiver_s(diagram):
    page = diagram(request(), response(), frame("salut", client="B", exchange="b"), **TWO)
    places = {name: center(page.locator(".lifeline-head").filter(has_text=name)) for name in ["A", "Serveur", "B"]}
    ends = [("A", "Serveur", "right"), ("A", "Serveur", "left"), ("Serveur", "B", "right")]
    for row, (left, right, way) in zip(page.locator(".diagram-row").all(), ends, strict=True):
        line = row.locator(".diagram-line").bounding_box()
        assert line["x"] == pytest.approx(places[left], abs=1)
        assert line["x"] + line["width"] == pytest.approx(places[right], abs=1)
        expect(row).to_have_attribute("data-way", way)


def center(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2


def test_a_frame_that_was_not_asked_for_is_marked_in_words_and_by_its_line(diagram):
    page = diagram(frame(message(), unasked=False), frame(message(), client="B", exchange="b", unasked=True), **TWO)
    rows = page.locator(".diagram-row")
    expect(rows.nth(0)).not_to_contain_text("reçu sans l’avoir demandé")
    expect(rows.nth(1)).to_contain_text("reçu sans l’avoir demandé")
    styles = "(line) => getComputedStyle(line, '::before').borderTopStyle"
    assert rows.nth(0).locator(".diagram-line").evaluate(styles) == "solid"
    assert rows.nth(1).locator(".diagram-line").evaluate(styles) == "double"


def test_time_runs_down_and_long_silences_are_shortened(diagram):
    page = diagram(request(at=0), response(at=0.04), request(at=90), response(at=90.2))
    expect(page.locator(".diagram-time")).to_have_text(["+0,0 s", "+0,0 s", "+1 min 30 s", "+1 min 30 s"])
    expect(page.locator(".diagram-row[data-gap]")).to_have_count(1)
    assert page.locator(".diagram-row").nth(2).bounding_box()["height"] < 120


def test_clients_that_have_no_lifeline_are_left_out(diagram):
    page = diagram(request(), request("/ailleurs", client="B"), lifelines=["A", "server"])
    expect(labels(page)).to_have_text(["GET /bonjour"])


def test_an_open_socket_shows_on_its_client_s_lifeline_until_it_closes(diagram):
    closed = event("close", exchange="s", by="client", code=1001)
    page = diagram(*handshake(), frame("un"), closed, request(exchange="9"), **TWO)
    connected = [row.locator(".diagram-connection").count() for row in page.locator(".diagram-row").all()]
    assert connected == [0, 0, 1, 0, 0]


def test_no_more_than_two_hundred_arrows_are_kept(diagram):
    page = diagram(*[request(f"/page{number}", exchange=str(number)) for number in range(230)])
    expect(arrows(page)).to_have_count(200)
    expect(labels(page).first).to_have_text("GET /page30")
    for number in range(230, 240):
        add(page, request(f"/page{number}", exchange=str(number)))
    expect(arrows(page)).to_have_count(200)
    expect(labels(page).last).to_have_text("GET /page239")
    expect(page.locator(".diagram-arrow[tabindex='0']")).to_have_count(1)


def test_the_picture_follows_only_a_reader_who_is_at_the_bottom(diagram):
    page = diagram(*[request(f"/{number}") for number in range(30)])
    expect(labels(page).last).to_be_in_viewport()
    add(page, request("/suite"))
    expect(labels(page).last).to_be_in_viewport()
    page.locator(".diagram-scroller").evaluate("(scroller) => { scroller.scrollTop = 0; }")
    add(page, request("/plus-tard"))
    expect(labels(page).first).to_be_in_viewport()
    press(page, "↓ Nouveaux échanges")
    expect(page.get_by_text("GET /plus-tard")).to_be_in_viewport()
    expect(page.get_by_text("↓ Nouveaux échanges")).to_be_hidden()


def test_the_newest_arrow_moves_unless_the_reader_prefers_stillness(diagram):
    page = diagram(request())
    animation = "() => getComputedStyle(document.querySelector('.diagram-row:last-child .diagram-line')).animationName"
    assert page.evaluate(animation) == "none"
    page.emulate_media(reduced_motion="no-preference")
    add(page, response())
    assert page.evaluate(animation) == "diagram-to-left"


FOUR = {"lifelines": ["A", "B", "server", "C"]}
BOXES = """() => ["i", ".diagram-label-text, .diagram-note, .diagram-unasked"].map((which) =>
    [...document.querySelectorAll(`.diagram ${which.replaceAll(", ", ", .diagram ")}`)].map((node) => {
        const { left, right } = node.getBoundingClientRect();
        return [left, right];
    })
)"""


@pytest.mark.parametrize("width", [358, 456, 900])
@pytest.mark.parametrize("lifelines", [["A", "server"], ["A", "server", "B"], FOUR["lifelines"]])
def test_a_label_stands_beside_its_receiver_and_hides_no_lifeline(diagram, width, lifelines):
    said = message(text="Bonjour, tu as fini le devoir de maths pour demain ?")
    clients = [name for name in lifelines if name != "server"]
    down = [frame(said, client=name, exchange=name, unasked=True) for name in clients]
    up = [request("/chat/une-adresse-qui-est-longue", client=name) for name in clients]
    page = diagram(*up, *down, viewport={"width": width, "height": 2000}, lifelines=lifelines)
    lines, labels = page.evaluate(BOXES)
    crossed = [(line, label) for line in lines for label in labels if label[0] < line[1] and line[0] < label[1]]
    assert crossed == []
    for row, name in zip(page.locator(".diagram-row").all()[len(clients) :], clients, strict=True):
        label = row.locator(".diagram-label").bounding_box()
        place = center(page.locator(".lifeline-head").nth(lifelines.index(name)))
        ends = label["x"], label["x"] + label["width"]
        assert min(abs(place - end) for end in ends) <= 1


def test_time_never_runs_backwards_whoever_is_folded(diagram):
    clocks = [
        tick(n, client, at=n + shift) for n in range(1, 9) for client, shift in [("A", 0), ("B", 0.3), ("C", 0.6)]
    ]
    said = [frame(message(), client=name, exchange=name, at=4.7 + rank / 10) for rank, name in enumerate("ABC")]
    events = sorted([*clocks, *said], key=lambda event: event["at"])
    page = diagram(*events, viewport={"width": 560, "height": 2000}, **FOUR)
    times = [float(time.replace(",", ".").split()[0]) for time in page.locator(".diagram-time").all_text_contents()]
    assert times == sorted(times)
    expect(labels(page)).to_have_count(9)


# The opening of a socket


def opening(client="A", exchange="s"):
    frames = [{"type": "welcome", "title": "Accueil"}, message(), {"type": "presence", "nbClients": 1}]
    whole = [frame(each, client=client, exchange=exchange, unasked=False) for each in frames]
    return [*handshake(client, exchange), *whole]


def test_the_frames_of_an_opening_are_one_row_until_they_are_asked_for(diagram):
    spoken = frame({"type": "message", "userName": "Greg", "message": "coucou"}, "up")
    answer = frame(message(), unasked=False)
    page = diagram(*opening(), spoken, answer)
    folded = ["GET /ws/chat/lecon", "101 Switching Protocols", "ouverture : 3 trames", "message — Greg : « coucou »"]
    expect(labels(page)).to_have_text([*folded, "messages — Greg : « coucou »"])
    arrows(page).nth(2).click()
    expect(details(page)).to_contain_text("Juste après l’ouverture de la connexion.")
    expect(details(page).locator(".raw-text")).to_have_count(3)
    expect(details(page)).to_contain_text("le salon se présente")
    page.get_by_label("Replier les répétitions").uncheck()
    expect(labels(page)).to_have_count(7)
    arrows(page).nth(3).click()
    expect(details(page)).to_contain_text("Juste après l’ouverture de la connexion.")


def test_the_openings_of_two_clients_are_told_apart(diagram):
    both = [event for pair in zip(opening(), opening("B", "t"), strict=True) for event in pair]
    page = diagram(*both, frame(message(), exchange="t", client="B", unasked=True), **TWO)
    expect(labels(page)).to_have_text(
        [
            *["GET /ws/chat/lecon", "GET /ws/chat/lecon", "101 Switching Protocols", "101 Switching Protocols"],
            *["ouverture : 3 trames", "ouverture : 3 trames", "messages — Greg : « coucou »"],
        ]
    )


# Periodic frames


def test_ticks_of_the_clock_are_folded_until_something_else_happens(diagram):
    ticks = [tick(second, client, at=second) for second in range(1, 13) for client in "AB"]
    page = diagram(*ticks, frame(message(), at=13), tick(14, at=14), tick(15, at=15), **TWO)
    expect(labels(page)).to_have_text(
        [
            "elapsed ×12 — 12 s",
            "elapsed ×12 — 12 s",
            "messages — Greg : « coucou »",
            "elapsed ×2 — 15 s",
        ]
    )
    expect(page.locator(".diagram-time")).to_have_text(["+0,0 s", "+0,0 s", "+12,0 s", "+13,0 s"])


def test_folding_can_be_turned_off_and_on(diagram):
    page = diagram()
    fold = page.get_by_label("Replier les répétitions")
    expect(fold).to_be_hidden()
    add(page, *[tick(second) for second in range(5)])
    expect(arrows(page)).to_have_count(1)
    fold.uncheck()
    expect(arrows(page)).to_have_count(5)
    add(page, tick(5))
    expect(arrows(page)).to_have_count(6)
    fold.check()
    expect(labels(page)).to_have_text(["elapsed ×6 — 5 s"])


def test_a_frame_that_the_journal_counted_says_how_often_it_came(diagram):
    first = tick(3, at=0)
    again = first | {"text": first["text"].replace("3", "5"), "count": 3}
    later = first | {"text": first["text"].replace("3", "9"), "count": 7, "until": event("close", at=6)["at"]}
    page = diagram(again)
    expect(labels(page)).to_have_text(["elapsed ×3 — 5 s"])
    add(page, later)
    expect(labels(page)).to_have_text(["elapsed ×7 — 9 s"])
    arrows(page).click()
    expect(details(page)).to_contain_text("de +0,0 s à +6,0 s")
    page.get_by_label("Replier les répétitions").uncheck()
    expect(labels(page)).to_have_text(["elapsed ×3 — 5 s", "elapsed — 9 s"])


def test_a_step_may_ask_that_nothing_is_folded_at_first(diagram):
    page = diagram(*opening(), tick(1), tick(2), unfolded=True)
    expect(arrows(page)).to_have_count(7)
    page.get_by_label("Replier les répétitions").check()
    expect(arrows(page)).to_have_count(4)


def test_a_folded_arrow_opens_on_its_last_frames(diagram):
    page = diagram(*[tick(second) for second in range(1, 31)])
    arrows(page).click()
    expect(details(page)).to_contain_text("30 trames du même type")
    expect(details(page).locator(".folded-lines li")).to_have_count(10)
    expect(details(page).locator(".raw-text")).to_contain_text('"timeChat": 30')


def test_a_tick_that_was_asked_for_is_not_folded_with_those_that_were_not(diagram):
    page = diagram(tick(0) | {"unasked": False}, tick(1), tick(2))
    expect(labels(page)).to_have_text(["elapsed — 0 s", "elapsed ×2 — 2 s"])
    expect(page.locator("[data-quiet]")).to_have_count(1)


def test_a_fold_is_marked_by_the_star_alone_and_says_the_rest(diagram):
    page = diagram(tick(1), tick(2))
    expect(page.locator(".diagram-unasked")).to_have_count(0)
    after = "(label) => getComputedStyle(label, '::after').content"
    assert "★" in labels(page).evaluate(after)
    expect(arrows(page)).to_contain_text("reçu sans l’avoir demandé")
    page.get_by_label("Replier les répétitions").uncheck()
    expect(page.locator(".diagram-unasked")).to_have_text(["reçu sans l’avoir demandé"] * 2)


# Files


def test_the_files_of_a_page_can_be_left_out_and_shown_again(diagram):
    style = [request("/static/style.css", exchange="css"), response(exchange="css")]
    page = diagram(request(), hideFiles=True)
    show = page.get_by_label("Masquer styles et scripts")
    expect(show).to_be_hidden()
    add(page, *style, response())
    expect(labels(page)).to_have_text(["GET /bonjour", "200 OK"])
    show.uncheck()
    expect(labels(page)).to_have_text(["GET /bonjour", "GET /static/style.css", "200 OK", "200 OK"])


def test_files_left_out_are_no_step(diagram):
    page = diagram(hideFiles=True)
    press(page, "Pause")
    add(page, request("/static/style.css", exchange="css"), response(exchange="css"), request(), response())
    expect(page.get_by_role("status")).to_have_text("2 nouveaux")
    press(page, "Pas à pas")
    expect(labels(page)).to_have_text(["GET /bonjour"])
    expect(page.get_by_role("status")).to_have_text("1 nouveau")


# The reader's commands


def test_pause_keeps_what_comes_and_counts_it(diagram):
    page = diagram(request())
    press(page, "Pause")
    expect(page.get_by_role("status")).to_have_text("en pause")
    add(page, response())
    expect(page.get_by_role("status")).to_have_text("1 nouveau")
    add(page, request(), response())
    expect(page.get_by_role("status")).to_have_text("3 nouveaux")
    expect(arrows(page)).to_have_count(1)
    press(page, "Reprendre")
    expect(arrows(page)).to_have_count(4)
    expect(page.get_by_role("status")).to_be_hidden()


def test_no_command_moves_when_the_picture_is_paused(diagram):
    page = diagram(*opening(), tick(1), tick(2), viewport={"width": 456, "height": 641})
    commands = page.locator(".diagram-toolbar > *")
    before = [command.bounding_box() for command in commands.all()]
    press(page, "Pause")
    add(page, *[request(f"/{number}") for number in range(12)])
    expect(page.get_by_role("status")).to_have_text("12 nouveaux")
    assert [command.bounding_box() for command in commands.all()] == before


def test_step_by_step_shows_one_arrow_at_a_time(diagram):
    page = diagram()
    press(page, "Pas à pas")
    add(page, *get_and_post())
    expect(arrows(page)).to_have_count(0)
    press(page, "Pas à pas")
    expect(labels(page)).to_have_text(["GET /bonjour?Nom=Dupont&Prénom=Bob"])
    press(page, "Pas à pas")
    expect(labels(page).last).to_have_text("200 OK")
    expect(page.get_by_role("status")).to_have_text("2 nouveaux")


def test_clearing_empties_the_picture_and_tells_the_page(diagram):
    page = diagram(*get_and_post())
    arrows(page).first.click()
    press(page, "Effacer")
    expect(arrows(page)).to_have_count(0)
    expect(details(page)).to_be_hidden()
    expect(page.get_by_text("Aucun échange pour l’instant")).to_be_visible()
    assert page.evaluate("heard") == ["clear"]


def test_the_board_is_large_and_escape_leaves_it(diagram):
    page = diagram(*get_and_post(), viewport={"width": 1920, "height": 1080})
    before = labels(page).first.evaluate("(label) => parseFloat(getComputedStyle(label).fontSize)")
    press(page, "Projeter")
    board = page.get_by_role("dialog")
    assert board.bounding_box() == {"x": 0, "y": 0, "width": 1920, "height": 1080}
    assert labels(page).first.evaluate("(label) => parseFloat(getComputedStyle(label).fontSize)") >= 1.4 * before
    arrows(page).first.click()
    expect(details(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(board).to_be_hidden()
    expect(page.locator("#diagram > .diagram")).to_be_visible()
    expect(page.get_by_role("button", name="Projeter", exact=True)).to_be_focused()


# One arrow, opened


def test_an_arrow_opens_and_closes_with_the_keyboard_alone(diagram):
    page = diagram(*get_and_post())
    page.get_by_role("button", name="Projeter").focus()
    page.keyboard.press("Tab")
    expect(arrows(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(details(page).locator(".raw-line")).to_have_text("POST /bonjour HTTP/1.1")
    expect(arrows(page).nth(2)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(details(page).locator(".raw-line")).to_have_text("HTTP/1.1 200 OK")
    page.keyboard.press("End")
    expect(arrows(page).nth(3)).to_be_focused()
    page.keyboard.press("Tab")
    expect(details(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(details(page)).to_be_hidden()
    expect(arrows(page).nth(3)).to_be_focused()


def test_a_request_opens_in_four_named_parts(diagram):
    page = diagram(*get_and_post())
    arrows(page).nth(2).click()
    expect(details(page).get_by_role("heading", level=4)).to_have_text(
        ["ligne de requête", "en-têtes", "ligne vide", "corps"]
    )
    expect(details(page).locator(".raw-line")).to_have_text("POST /bonjour HTTP/1.1")
    expect(details(page)).to_contain_text("envoyer des données au serveur, dans le corps")
    headers = details(page).locator(".header-lines code:visible")
    expect(headers).to_have_text([f"Content-Type: {recorded.FORM}"])
    details(page).get_by_text("3 autres en-têtes").click()
    everything = [["Content-Type", recorded.FORM], *recorded.BROWSER]
    expect(headers).to_have_text([": ".join(header) for header in everything])
    expect(details(page).locator(".header-lines .explanation").nth(2)).to_have_text(
        "le navigateur et le système du client"
    )
    expect(details(page).locator(".raw-text")).to_have_text("Nom=Dupont&Pr%C3%A9nom=Bob")
    expect(details(page).locator(".pairs > div")).to_have_text(["NomDupont", "PrénomBob"])
    expect(details(page)).to_contain_text("26 octets")
    expect(details(page)).to_contain_text("tels que le serveur les a lus")


def test_the_query_of_an_address_is_decoded_in_a_table(diagram):
    page = diagram(*get_and_post())
    arrows(page).first.click()
    expect(details(page).locator(".raw-line")).to_have_text("GET /bonjour?Nom=Dupont&Pr%C3%A9nom=Bob HTTP/1.1")
    expect(details(page).locator(".pairs > div")).to_have_text(["NomDupont", "PrénomBob"])
    expect(details(page)).to_contain_text("Aucun corps.")


def test_a_response_explains_its_status_and_leads_to_its_request(diagram):
    page = diagram(request("/rien"), response(404, "Not Found"))
    arrows(page).nth(1).click()
    expect(details(page).get_by_role("heading", level=4).first).to_have_text("ligne d’état")
    expect(details(page)).to_contain_text("Le serveur ne connaît aucune page à cette adresse.")
    expect(details(page)).to_contain_text("préparée en 12 ms")
    press(page, "Voir la requête")
    expect(details(page).locator(".raw-line")).to_have_text("GET /rien HTTP/1.1")
    expect(arrows(page).nth(0)).to_be_focused()


def test_a_handshake_and_its_answer_are_explained(diagram):
    page = diagram(*handshake())
    arrows(page).nth(0).click()
    expect(details(page)).to_contain_text("le protocole vers lequel passer")
    press(page, "Voir la réponse")
    expect(details(page).locator(".raw-line")).to_have_text("HTTP/1.1 101 Switching Protocols")
    expect(details(page)).to_contain_text("la même connexion parle désormais WebSocket")


def test_a_json_frame_is_laid_out_and_its_initiative_explained(diagram):
    page = diagram(
        frame({"type": "presence", "nbClients": 2}, unasked=True), frame({"type": "presence", "nbClients": 2})
    )
    arrows(page).nth(0).click()
    expect(details(page).locator(".raw-text")).to_have_text('{\n  "type": "presence",\n  "nbClients": 2\n}')
    expect(details(page)).to_contain_text("le serveur prend l’initiative")
    arrows(page).nth(1).click()
    expect(details(page)).to_contain_text("Juste après une trame de ce client.")
    expect(details(page)).to_contain_text("combien de clients sont connectés à ce salon")


def test_what_is_cut_or_cannot_be_shown_is_said(diagram):
    page = diagram(
        response(body="a" * 4096, bodySize=10_000, bodyTruncated=True),
        response(body="", bodySize=1234, bodyTruncated=True),
        frame("début", size=70_000, truncated=True),
    )
    arrows(page).nth(0).click()
    expect(details(page)).to_contain_text("Corps tronqué : seul le début est gardé ici.")
    expect(details(page)).to_contain_text("10 000 octets")
    arrows(page).nth(1).click()
    expect(details(page)).to_contain_text("Ce contenu n’est pas du texte")
    arrows(page).nth(2).click()
    expect(details(page)).to_contain_text("Trame tronquée")


def test_closing_and_refusal_say_who_and_why(diagram):
    page = diagram(
        event("close", exchange="s", by="server", code=1012),
        event("close", exchange="s", by="client", code=None),
        event("refused", exchange="t", status=403, reason="Forbidden", code=4404),
    )
    arrows(page).nth(0).click()
    expect(details(page)).to_contain_text("Le serveur redémarre")
    expect(details(page)).to_contain_text("Le serveur ferme la connexion.")
    arrows(page).nth(1).click()
    expect(details(page)).to_contain_text("Le client ferme la connexion.")
    arrows(page).nth(2).click()
    expect(details(page)).to_contain_text("Ce salon n’existe pas")


def test_the_code_behind_an_exchange_can_be_asked_for_from_any_of_its_arrows(diagram):
    page = diagram(*get_and_post()[:2], *handshake(), frame("salut"), frame("ailleurs", exchange="autre"))
    for index in [0, 1, 4]:
        arrows(page).nth(index).click()
        press(page, "Voir le code")
    assert page.evaluate("heard") == [recorded.BONJOUR, recorded.BONJOUR, recorded.CONSUMER]
    arrows(page).nth(5).click()
    expect(details(page).get_by_role("button", name="Voir le code")).to_have_count(0)


def test_asking_for_the_code_leaves_the_board(diagram):
    page = diagram(request())
    press(page, "Projeter")
    arrows(page).first.click()
    press(page, "Voir le code")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("heard") == [recorded.BONJOUR]


def test_the_headers_that_the_step_speaks_of_are_read_at_once_and_the_others_are_folded(diagram):
    cookies = [["Cookie", "visites=2; atelier=••••"], ["Cache-Control", "max-age=0"]]
    page = diagram(request(headers=cookies), request(headers=cookies), headers=["cookie"])
    arrows(page).first.click()
    expect(details(page).locator(".header-lines li:visible")).to_have_text([re.compile("^Cookie: .*masqué ici")])
    details(page).get_by_text("4 autres en-têtes").click()
    expect(details(page)).to_contain_text("ne pas se servir d’une copie gardée sans la vérifier")
    arrows(page).last.click()
    expect(details(page).locator(".header-lines li:visible")).to_have_count(5)


@pytest.mark.parametrize("rank", [0, 1, 2, 3])
def test_an_ordinary_message_fits_its_window_on_a_school_pc(diagram, rank):
    many = [[f"Sec-Truc-{number}", "?1"] for number in range(12)]
    data = "csrfmiddlewaretoken=••••&Nom=Dupont&Pr%C3%A9nom=%C3%89lo%C3%AFse"
    form = request(method="POST", headers=[["Content-Type", recorded.FORM], *many], body=data)
    plain = {"type": "message", "userName": "Greg", "message": "coucou"}
    page = diagram(request("/hello", headers=many), response(headers=many), form, frame(plain, unasked=True))
    page.locator("#diagram").evaluate("(host) => { host.style.cssText = 'width: 456px; --diagram-height: 497px' }")
    arrows(page).nth(rank).click()
    overflow = details(page).evaluate("(pane) => pane.scrollHeight - pane.clientHeight")
    assert overflow <= 0


# Safety

ATTACK = "<img src=x onerror=alert(1)><script>window.hacked = true</script>"


def test_what_travels_stays_text_wherever_it_is_shown(diagram):
    page = diagram(
        request(f"/{ATTACK}", headers=[["X-Truc", ATTACK], ["Content-Type", recorded.FORM]], body=f"Nom={ATTACK}"),
        response(200, ATTACK, body=ATTACK),
        frame(message(ATTACK, ATTACK)),
        frame(ATTACK),
    )
    for index in range(4):
        arrows(page).nth(index).click()
        expect(details(page)).to_contain_text("<script>window.hacked = true</script>")
    assert page.locator("#diagram").locator("img, script").count() == 0
    assert page.evaluate("window.hacked") is None


def test_no_module_writes_markup():
    writes_markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write")
    modules = [*(ROOT / "static" / "exchanges").glob("*.js")]
    assert modules
    assert [module.name for module in modules if writes_markup.search(module.read_text(encoding="utf-8"))] == []


def test_what_a_pupil_s_own_server_may_send_never_breaks_the_picture(diagram):
    strange = [
        "[]",
        "null",
        "3",
        '{"type": 3}',
        '{"type": "messages", "messages": 3}',
        '{"type": "rooms", "rooms": null}',
        '{"type": "inconnu", "a": null, "b": {}}',
        "",
    ]
    page = diagram(*[frame(text) for text in strange])
    expect(arrows(page)).to_have_count(len(strange))
    for arrow in arrows(page).all():
        arrow.click()
        expect(details(page).get_by_role("heading", name="contenu")).to_be_visible()


def test_an_unknown_kind_of_event_is_reported_and_left_out(diagram, expected_problems):
    expected_problems.append("exchange of an unknown kind")
    page = diagram(event("surprise"), request())
    expect(labels(page)).to_have_text(["GET /bonjour"])


# What is explained

HEADERS = """
    Host User-Agent Accept Accept-Language Cookie Set-Cookie Referer Origin Content-Type Content-Length Location ETag
    If-None-Match Last-Modified If-Modified-Since Cache-Control Upgrade Connection Sec-WebSocket-Key Sec-Fetch-Mode
    Sec-WebSocket-Accept Sec-WebSocket-Version Sec-WebSocket-Extensions X-Frame-Options
"""


def test_codes_and_headers_that_pupils_meet_are_explained(diagram):
    page = diagram()
    statuses = [101, 200, 201, 204, 301, 302, 303, 304, 307, 400, 401, 403, 404, 405, 409, 413, 429, 500, 502, 503]
    closings = [1000, 1001, 1006, 1012, 1013, 4403, 4404, 4413, 4429]
    explained = page.evaluate(
        """async ([statuses, closings, headers]) => {
            const { explainStatus, explainClose } = await import("/static/exchanges/status-codes.js");
            const { explainHeader } = await import("/static/exchanges/glossary.js");
            const { VOCABULARY } = await import("/static/lesson/vocabulary.js");
            const closing = (code) => explainClose(code, VOCABULARY.closings);
            const header = (name) => explainHeader(name);
            return [...statuses.map(explainStatus), ...closings.map(closing), ...headers.map(header)];
        }""",
        [statuses, closings, HEADERS.split()],
    )
    assert all(explained)
    assert "Code inconnu." not in explained
    assert len(set(explained)) == len(explained)


def test_a_frame_that_no_vocabulary_explains_shows_its_first_values(diagram):
    page = diagram(frame({"type": "note", "auteur": "Greg", "points": 3, "liste": []}), vocabulary={})
    expect(labels(page)).to_have_text(["note — « Greg », points 3"])


def test_nothing_is_drawn_while_the_picture_is_far_from_the_screen(diagram):
    page = diagram()
    page.locator("#diagram").evaluate("(host) => { host.style.marginTop = '5000px' }")
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")  # the observer's turn
    page.evaluate("(events) => diagram.add(events)", get_and_post())
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    expect(arrows(page)).to_have_count(0)
    page.locator("#diagram").scroll_into_view_if_needed()
    expect(arrows(page)).to_have_count(4)


# Static diagrams and the comparison

EXPECTED = [
    {
        "kind": "frame",
        "client": "A",
        "direction": "up",
        "text": '{"type": "message", "message": "coucou"}',
        "mark": "ok",
    },
    {
        "kind": "frame",
        "client": "B",
        "direction": "down",
        "text": "coucou",
        "label": "coucou",
        "mark": "missing",
    },
    {"kind": "frame", "client": "A", "direction": "down", "text": "coucou", "mark": "extra"},
]


def test_a_static_diagram_has_no_commands_and_marks_what_was_expected(diagram):
    page = diagram(static=True, events=EXPECTED, **TWO)
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    rows = page.locator(".diagram-row")
    expect(rows.nth(0)).to_contain_text("comme attendu")
    expect(rows.nth(1)).to_contain_text("coucou")
    expect(rows.nth(1)).to_contain_text("attendu, mais absent")
    expect(rows.nth(2)).to_contain_text("en trop")
    expect(page.locator(".diagram-time").first).to_be_empty()
    arrows(page).nth(0).click()
    expect(details(page)).to_be_visible()


def test_a_static_diagram_grows_with_its_content(diagram):
    page = diagram(*[request(f"/{number}") for number in range(40)], static=True)
    scroller = page.locator(".diagram-scroller")
    assert scroller.evaluate("(element) => element.scrollHeight <= element.clientHeight + 1")


def test_two_requests_are_compared_line_by_line(diagram):
    page = diagram()
    get, post = get_and_post()[0], get_and_post()[2]
    page.evaluate(COMPARE, [post, None])
    expect(page.locator("#comparison")).to_contain_text("Envoyez le formulaire GET pour comparer les deux requêtes.")
    page.evaluate(COMPARE, [post, get])
    rows = page.locator("tr[data-verdict]:visible")
    expect(rows).to_have_text(
        [
            re.compile(r"^ligne de requêtePOST /bonjour HTTP/1\.1GET /bonjour\?Nom=Dupont.*≠ différent$"),
            re.compile(r"^Content-Type.*rien\+ seulement POST$"),
            re.compile(r"^ligne viderienrien= vide$"),
            re.compile(r"^corpsNom=Dupont.*rien\+ seulement POST$"),
        ]
    )
    expect(rows.first.locator("mark")).to_have_text(["POST", "/bonjour", "GET", "/bonjour?Nom=Dupont&Pr%C3%A9nom=Bob"])
    press(page, "Montrer aussi 3 en-têtes identiques")
    expect(page.locator("[data-verdict=same]:visible")).to_have_count(4)
    expect(page.locator(".comparison-data tbody tr")).to_have_text(
        ["NomDupontdans le corpsdans l’adresse", "PrénomBobdans le corpsdans l’adresse"]
    )


# On every screen

SCREENS = [
    ({"width": 1366, "height": 768}, "light"),
    ({"width": 520, "height": 768}, "dark"),
    ({"width": 390, "height": 844}, "light"),
]


@pytest.mark.parametrize(("viewport", "color_scheme"), SCREENS)
def test_axe_finds_nothing_and_nothing_sticks_out(diagram, viewport, color_scheme):
    page = diagram(viewport=viewport, color_scheme=color_scheme, **TWO)
    everything = [*get_and_post(), response(404, "Not Found"), *handshake(), tick(1), tick(2)]
    add(page, *everything, frame(message(text="x" * 300), client="B", unasked=True))
    for index in [2, 8]:
        arrows(page).nth(index).click()
        assert_clean(page)
    page.evaluate("document.getElementById('diagram').replaceChildren()")
    page.evaluate(CREATE, {"static": True, "events": EXPECTED} | TWO)
    page.evaluate(COMPARE, [get_and_post()[2], get_and_post()[0]])
    assert_clean(page)


def test_axe_finds_nothing_on_the_board(diagram):
    page = diagram(*get_and_post(), viewport={"width": 1920, "height": 1080}, color_scheme="dark")
    press(page, "Projeter")
    arrows(page).first.click()
    assert_clean(page)


def assert_clean(page):
    violations = [
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".diagram-scroller").evaluate_all(
        "(all) => all.every((one) => one.scrollWidth <= one.clientWidth)"
    )


def test_paper_shows_every_arrow_and_no_command(diagram):
    page = diagram(*[request(f"/{number}") for number in range(60)])
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Pause")).to_be_hidden()
    assert page.locator(".diagram").bounding_box()["height"] > arrows(page).count() * 20


# The feed


def test_the_feed_hands_on_each_event_once_and_comes_back_where_it_stopped(page, address):
    visits = []

    def serve(socket):
        visits.append(socket)
        first = 1 if len(visits) == 1 else 3
        socket.send(exchanges(first, first + 1, first + 2))
        if len(visits) == 1:
            socket.close(code=1012)

    page.route_web_socket(re.compile("/ws/echanges"), serve)
    page.goto(address)
    page.evaluate(OPEN_FEED, 0)
    wait_until(lambda: page.evaluate("numbers.length") == 5, "five events")
    assert page.evaluate("numbers") == [1, 2, 3, 4, 5]
    assert [socket.url.partition("?")[2] for socket in visits] == ["after=0", "after=3"]
    assert page.evaluate("statuses") == ["connecting", "open", "waiting", "connecting", "open"]


def exchanges(*numbers):
    return json.dumps({"type": "exchanges", "events": [{"seq": number} for number in numbers]})


def test_the_feed_asks_the_server_to_forget_and_hears_that_it_did(page, address):
    def serve(socket):
        socket.on_message(partial(answer, socket))

    def answer(socket, text):
        assert json.loads(text) == {"type": "clear"}
        socket.send('{"type": "cleared"}')

    page.route_web_socket(re.compile("/ws/echanges"), serve)
    page.goto(address)
    page.evaluate(OPEN_FEED, 7)
    wait_until(lambda: "open" in page.evaluate("statuses"), "an open feed")
    page.evaluate("feed.clear()")
    wait_until(lambda: page.evaluate("cleared") == 1, "the server's word")


def test_a_refused_feed_does_not_insist(page, address):
    visits = []

    def refuse(socket):
        visits.append(socket)
        socket.close(code=4403)

    page.clock.install()
    page.route_web_socket(re.compile("/ws/echanges"), refuse)
    page.goto(address)
    page.evaluate(OPEN_FEED, 0)
    wait_until(lambda: "refused" in page.evaluate("statuses"), "the refusal")
    page.clock.run_for(60_000)
    assert len(visits) == 1


def test_the_diagram_says_how_its_feed_is_doing(diagram):
    page = diagram()
    for status, words in {"open": "en direct", "waiting": "connexion perdue, nouvel essai…"}.items():
        page.evaluate("(status) => diagram.showStatus(status)", status)
        expect(page.get_by_text(words)).to_be_visible()
    page.evaluate("diagram.showStatus('refused')")
    expect(page.get_by_text("S’il refuse les cookies, autorisez-les")).to_be_visible()
