"""What lies between a page and its site breaks: the page notices, says so in French, and comes back."""

import time

from playwright.sync_api import expect

from tests.browser.chatting import Pupil, chatter, open_room
from tests.browser.proxies import proxy, without_upgrade
from tests.servers import unique_name

NOTICED = 20_000  # ms


def test_a_link_that_dies_without_a_word_is_noticed_on_every_page_and_a_quiet_one_is_not_taken_for_dead(new_page, site):
    """All pages wait at the same time."""
    title, quiet, sockets = unique_name(), new_page(), []
    quiet.on("websocket", lambda socket: sockets.append(socket.url))
    quiet.goto(f"{site.url}/chat/")
    opened = time.monotonic()
    with proxy(site) as between:
        context = new_page().context
        lobby, room, step = context.new_page(), context.new_page(), context.new_page()
        lobby.goto(f"{between.url}/chat/")
        expect(lobby.locator(".room-card").first).to_be_visible()
        pupil = Pupil(room, between, "accueil")
        step.goto(f"{between.url}/lecon/serveur")
        arrows = step.locator("#diagram [role=option], #diagram [role=row], #diagram li")
        expect(arrows.first).to_be_visible()
        expect(step.locator(".diagram-status")).to_have_attribute("data-status", "open")
        between.swallow()
        open_room(site, title)
        chatter(site, "accueil", title)
        before = arrows.count()
        context.request.get(f"{between.url}/~A/hello")
        expect(lobby.locator(".room-card", has_text=title)).to_be_visible(timeout=NOTICED)
        expect(room.locator("#zoneMessage .text", has_text=title)).to_be_visible(timeout=NOTICED)
        expect(arrows).not_to_have_count(before, timeout=NOTICED)
        pupil.is_connected()
        quiet.wait_for_timeout(max(0, NOTICED - 1000 * (time.monotonic() - opened)))
        assert sorted(sockets) == sorted(set(sockets))


def test_a_proxy_that_lets_no_websocket_through_is_named(new_page, site, expected_problems):
    expected_problems.append("WebSocket connection")
    with proxy(site, without_upgrade) as between:
        page = new_page()
        for path in ("accueil", ""):
            page.goto(f"{between.url}/chat/{path}")
            note = page.locator("#bloque")
            expect(note).to_contain_text("bloque les WebSockets", timeout=NOTICED)
            link = note.get_by_role("link", name="chat par formulaire")
            expect(link).to_be_visible()
        link.click()
        expect(page.locator("#zoneMessage")).to_contain_text("Pas encore de message")


def test_a_server_that_is_away_is_not_a_proxy_s_fault(new_page, site, expected_problems):
    expected_problems += ["WebSocket connection", "ERR_CONNECTION", "ERR_FAILED"]
    with proxy(site, without_upgrade) as between:
        page = new_page()
        page.route("**/*", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
        page.goto(f"{between.url}/chat/accueil")
        asked = []
        page.on("requestfailed", lambda request: asked.append(request.method))
        expect(page.locator("#etat")).to_have_text("Connexion perdue")
        page.wait_for_timeout(5_000)
        assert "HEAD" in asked
        expect(page.locator("#bloque")).to_be_hidden()
