"""The chat's modules that touch no page, each in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.chatting import Pupil


@pytest.fixture
def run(page, site):
    """`run(module, script, argument)`: what the script, given the module and the argument, returns."""
    page.goto(f"{site.url}/hello")

    def run(module, script, argument=None):
        call = f"async (argument) => ({script})(await import('/static/chat/{module}'), argument)"
        return page.evaluate(call, argument)

    return run


def test_ids_are_new_each_time_and_of_the_protocol_s_form(run):
    ids = run("ids.js", "({ newId }) => [newId(), newId()]")
    assert ids[0] != ids[1]
    assert all(len(id) == 32 and set(id) <= set("0123456789abcdef") for id in ids)


def test_days_are_named_as_people_name_them(run):
    script = """({ day }) => {
        const now = new Date(2026, 10, 20, 0, 30);
        const dates = [[2026, 10, 20], [2026, 10, 19, 23, 59], [2026, 10, 3], [2026, 10, 1], [2025, 11, 31]];
        return dates.map((date) => day(new Date(...date), now));
    }"""
    days = ["Aujourd’hui", "Hier", "mardi 3 novembre", "dimanche 1er novembre", "mercredi 31 décembre 2025"]
    assert run("dates.js", script) == days


TIMELINE = """({ Timeline }, steps) => {
    const timeline = new Timeline();
    const numbers = (messages) => messages.map(({ number }) => number);
    return steps.map(([step, argument, more]) => {
        if (step !== "receive") return timeline[step](argument) ?? null;
        const { older, newer, known } = timeline.receive(argument.map((number) => ({ number })), more);
        return [numbers(older), numbers(newer), numbers(known), timeline.catchUp()];
    });
}"""


def test_what_comes_in_turn_is_shown_and_what_comes_again_is_not(run):
    steps = [["receive", [41, 42]], ["receive", [42, 43]]]
    assert run("timeline.js", TIMELINE, steps) == [[[], [41, 42], [], None], [[], [43], [42], None]]


def test_an_old_message_that_comes_alone_waits_for_its_page(run):
    steps = [["receive", [41]], ["receive", [12]], ["receive", [39, 40]]]
    assert run("timeline.js", TIMELINE, steps)[1:] == [[[], [], [], None], [[39, 40], [], [], None]]


def test_a_hole_is_asked_for_once_and_then_filled_in_order(run):
    steps = [["receive", [1]], ["receive", [4]], ["receive", [5]], ["receive", [2, 3]]]
    asks = {"type": "history", "after": 1}
    assert run("timeline.js", TIMELINE, steps)[1:] == [
        [[], [], [], asks],
        [[], [], [], None],
        [[], [2, 3, 4, 5], [], None],
    ]


def test_a_long_hole_is_asked_for_page_after_page(run):
    steps = [["receive", [1]], ["receive", [6]], ["receive", [2, 3], True], ["receive", [4, 5, 6]]]
    assert run("timeline.js", TIMELINE, steps)[2] == [[], [2, 3], [], {"type": "history", "after": 3}]


def test_a_hole_that_the_server_no_longer_keeps_is_passed_over(run):
    steps = [["receive", [1]], ["receive", [8]], ["receive", [7, 8, 9]]]
    assert run("timeline.js", TIMELINE, steps)[2] == [[], [7, 8, 9], [], None]


def test_the_past_is_asked_for_until_there_is_none(run):
    steps = [
        ["receive", [9]],
        ["earlier"],
        ["earlier"],
        ["receive", [5, 6, 7, 8], True],
        ["earlier"],
        ["receive", []],
        ["earlier"],
    ]
    answers = run("timeline.js", TIMELINE, steps)
    assert answers[1] == {"type": "history", "before": 9}
    assert answers[2] is None
    assert answers[3] == [[5, 6, 7, 8], [], [], None]
    assert answers[4] == {"type": "history", "before": 5}
    assert answers[6] is None


def test_another_epoch_or_a_lower_last_number_means_another_room(run):
    def back(epoch, last):
        return ["welcome", {"epoch": epoch, "lastNumber": last}]

    steps = [back("a", 2), ["receive", [1, 2]], back("a", 2), back("b", 2), ["receive", [7]], back("b", 3)]
    assert [run("timeline.js", TIMELINE, steps)[n] for n in (0, 2, 3, 5)] == [False, False, True, True]


BUSY = """({ Outbox }) => {
    const delays = [];
    const outbox = new Outbox({ memory: { read: () => [], write() {} }, send: () => true, changed() {} });
    window.setTimeout = (_, delay) => delays.push(delay);
    for (let tries = 0; tries < 30; tries++) outbox.retry();
    return delays;
}"""


def test_a_message_is_tried_again_ever_later_while_the_store_is_busy_but_every_two_seconds_at_least(run):
    delays = run("outbox.js", BUSY)
    assert delays[0] < 1000
    assert max(delays) == 2000


def test_a_link_that_fell_silent_is_given_up_and_opened_anew(page, site):
    page.clock.install()
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket) if "/ws/chat/" in socket.url else None)
    pupil = Pupil(page, site, "accueil")
    page.clock.fast_forward(20_000)
    expect(pupil.status).to_contain_text("Connexion perdue")
    page.clock.fast_forward(1_000)
    pupil.is_connected()
    assert len(sockets) == 2


def test_addresses_in_a_message_become_links_and_nothing_else_does(run):
    script = """({ linked }, message) => linked(message).map(
        (part) => typeof part === "string" ? part : [part.getAttribute("href"), part.rel])"""
    rel = "noopener noreferrer"
    message = (
        "voir https://fr.wikipedia.org/wiki/HTTP, puis (http://10.0.0.1:8000/chat/). <b>javascript:alert(1)</b> http://"
    )
    assert run("links.js", script, message) == [
        "voir ",
        ["https://fr.wikipedia.org/wiki/HTTP", rel],
        ", puis (",
        ["http://10.0.0.1:8000/chat/", rel],
        "). <b>javascript:alert(1)</b> http://",
    ]
