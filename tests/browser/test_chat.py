"""The chat, as pupils live it: several real browsers against a real site."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.chatting import Pupil, chatter, open_room, sign_in_as_teacher
from tests.servers import running_site

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def room(site, request):
    """A room of this test's own."""
    return open_room(site, request.node.name.removeprefix("test_")[:60])


@pytest.fixture
def enter(new_page, site, room):
    """`enter(name)`: another pupil, in a browser of their own."""

    def enter(name="", query="", **options):
        return Pupil(new_page(**options), site, room, name, query)

    return enter


# --- the original lesson ---


def test_b_receives_what_a_says_without_reloading(enter):
    greg, nathalie = enter("Greg"), enter("Nathalie")
    expect(nathalie.page.locator("#initMess")).to_have_text("Pas encore de message ...")
    nathalie.page.evaluate("window.same = true")
    greg.says("coucou")
    expect(nathalie.lines).to_have_text(re.compile("^Greg coucou"))
    expect(nathalie.page.locator("#initMess")).to_be_hidden()
    nathalie.says("ça va ?")
    greg.sees("coucou", "ça va ?")
    assert nathalie.page.evaluate("window.same")


def test_own_messages_are_told_apart_and_the_field_is_ready_for_the_next(enter):
    greg, nathalie = enter("Greg"), enter("Nathalie")
    greg.says("coucou")
    expect(greg.page.locator("#zoneMessage .own")).to_have_count(1)
    expect(greg.page.locator("#in2")).to_have_value("")
    expect(greg.page.locator("#in2")).to_be_focused()
    nathalie.sees("coucou")
    expect(nathalie.page.locator("#zoneMessage .own")).to_have_count(0)


def test_the_button_sends_and_the_enter_key_never_reloads(enter):
    greg, nathalie = enter("Greg", query="?envoi=bouton"), enter("Nathalie")
    greg.page.evaluate("window.same = true")
    greg.types("par le bouton")
    greg.page.locator("#bpEnvoi").click()
    nathalie.sees("par le bouton")
    greg.says("par la touche")
    nathalie.sees("par le bouton", "par la touche")
    expect(greg.page.locator("#in2")).to_be_focused()
    assert greg.page.evaluate("window.same")


def test_the_counter_follows_a_third_who_comes_and_goes(enter):
    greg = enter("Greg")
    count = greg.page.locator("#nbClients")
    expect(count).to_have_text("1 participant au chat !")
    enter("Nathalie")
    expect(count).to_have_text("2 participants au chat !")
    third = enter("Bob")
    expect(count).to_have_text("3 participants au chat !")
    third.page.close()
    expect(count).to_have_text("2 participants au chat !")


A_DAY_EARLIER = """() => {
    const Real = Date, now = () => Real.now() - 86_400_000;
    window.Date = class extends Real { constructor(...given) { super(...(given.length ? given : [now()])) } };
    window.Date.now = now;
}"""


def test_the_duration_grows_also_when_the_clock_of_the_pc_is_set_back(enter):
    greg = enter("Greg")
    duration = greg.page.locator("#timeChat")
    expect(duration).to_have_text(re.compile(r"Durée du chat\s: [1-9]"))
    greg.page.evaluate(A_DAY_EARLIER)
    before = duration.text_content()
    expect(duration).not_to_have_text(before)
    assert seconds(duration.text_content()) > seconds(before)
    greg.cuts()
    greg.says("coucou")
    expect(greg.unsent).to_contain_text("en attente…")
    greg.restores()
    greg.sees("coucou")


def seconds(told):
    """« 1 min 5 s » → 65"""
    return sum(int(number) * {"min": 60, "s": 1}[unit] for number, unit in re.findall(r"(\d+)\s(min|s)\b", told))


def test_markup_in_a_name_and_in_a_message_stays_text(enter):
    greg, nathalie = enter("<img src=x onerror=alert(1)>"), enter("Nathalie")
    nathalie.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    greg.says(script)
    nathalie.sees(script)
    expect(nathalie.page.locator("#zoneMessage .author")).to_have_text(greg.name)
    expect(nathalie.page.locator("#zoneMessage").locator("script, img")).to_have_count(0)


# The classes of a line's parts, from left to right.
ORDER = """(line) => [...line.querySelectorAll(".author, .text, .hour")]
    .sort((one, other) => one.getBoundingClientRect().left - other.getBoundingClientRect().left)
    .map((part) => part.className)"""


def test_words_written_from_right_to_left_turn_nothing_around_them(enter):
    greg, other = enter("Greg"), enter("שלום")
    other.says("שלום עולם 12")
    expect(greg.lines).to_have_count(1)
    assert greg.lines.first.evaluate(ORDER) == ["author", "text", "hour"]
    assert greg.lines.first.evaluate("(line) => getComputedStyle(line.querySelector('.text')).direction") == "rtl"


def test_the_chat_by_a_form_gives_each_client_its_own_message_only(new_page, site):
    greg, nathalie = new_page(), new_page()
    for page in (greg, nathalie):
        page.goto(f"{site.url}/chat/formulaire")
        expect(page.locator("#zoneMessage")).to_have_text("Pas encore de message")
    greg.evaluate("window.same = true")
    greg.locator("#in1").fill("Greg")
    greg.locator("#in2").fill("<b>coucou</b>")
    greg.get_by_role("button", name="Envoyer").click()
    expect(greg.locator("#zoneMessage")).to_have_text("Greg <b>coucou</b>")
    assert greg.evaluate("window.same") is None
    expect(nathalie.locator("#zoneMessage")).to_have_text("Pas encore de message")
    greg.locator("#in2").fill(" ")
    greg.get_by_role("button", name="Envoyer").click()
    expect(greg.locator(".errorlist")).to_be_visible()


# --- nothing is lost, nothing is doubled ---


def test_a_cut_connection_catches_up_what_it_missed(enter, room, site):
    greg, nathalie = enter("Greg"), enter("Nathalie")
    greg.says("un")
    nathalie.sees("un")
    nathalie.cuts()
    greg.says("deux")
    greg.says("trois")
    greg.sees("un", "deux", "trois")
    nathalie.says("quatre")
    expect(nathalie.unsent).to_contain_text("en attente…")
    nathalie.restores()
    nathalie.sees("un", "deux", "trois", "quatre")
    expect(nathalie.unsent).to_have_count(0)
    greg.sees("un", "deux", "trois", "quatre")


def test_what_was_written_while_the_server_was_dead_comes_back_once_and_in_order(new_page, tmp_path, expected_problems):
    expected_problems.append("WebSocket connection")
    # With the limits of a real class: eight messages at once are too many for the server, not for the page.
    with running_site(tmp_path) as site:
        greg = Pupil(new_page(), site, "accueil", "Greg")
        nathalie = Pupil(new_page(), site, "accueil", "Nathalie")
        greg.says("avant")
        nathalie.sees("avant")
        site.kill()
        expect(greg.status).to_contain_text("Connexion perdue, nouvel essai dans")
        texts = [f"message {n}" for n in range(8)]
        for text in texts:
            greg.says(text)
        expect(greg.unsent).to_have_count(8)
        site.start()
        expect(greg.lines).to_have_count(9, timeout=30_000)
        greg.sees("avant", *texts)
        nathalie.sees("avant", *texts)
        expect(greg.unsent).to_have_count(0)


def test_a_reload_keeps_the_name_and_the_messages_on_their_way(enter):
    greg, nathalie = enter("Greg"), enter("Nathalie")
    greg.cuts()
    greg.says("je reviens")
    greg.page.reload()
    nathalie.sees("je reviens")
    greg.sees("je reviens")
    expect(greg.page.locator("#in1")).to_have_value("Greg")
    expect(greg.page.locator("#zoneMessage .own")).to_have_count(1)
    expect(greg.unsent).to_have_count(0)


def test_a_lost_frame_is_asked_for_and_nothing_is_shown_twice(enter, new_page, site, room):
    page, lost = new_page(), []

    def lose_the_second_message(socket):
        server = socket.connect_to_server()

        def pass_on(text):
            if '"deux"' in text and not lost:
                lost.append(text)
            else:
                socket.send(text)

        server.on_message(pass_on)

    page.route_web_socket(re.compile("/ws/chat/"), lose_the_second_message)
    greg, nathalie = enter("Greg"), Pupil(page, site, room)
    for text in ("un", "deux", "trois"):
        greg.says(text)
    nathalie.sees("un", "deux", "trois")
    assert len(lost) == 1


def test_a_refused_message_stays_with_the_reason_until_its_author_decides(enter):
    greg = enter("prof")
    greg.says("le vrai ?")
    expect(greg.unsent).to_contain_text("Ce nom est réservé au professeur.")
    greg.unsent.get_by_role("button", name="Modifier").click()
    expect(greg.page.locator("#in2")).to_have_value("le vrai ?")
    greg.page.locator("#in2").press("Enter")
    expect(greg.unsent).to_contain_text("réservé")
    greg.page.locator("#in1").fill("Greg")
    greg.unsent.get_by_role("button", name="Renvoyer").click()
    greg.sees("le vrai ?")
    expect(greg.unsent).to_have_count(0)


def test_a_name_is_asked_for_and_a_message_too_long_is_given_back(enter):
    greg = enter()
    greg.says("qui suis-je ?")
    expect(greg.page.get_by_role("alert")).to_have_text("Indiquez d’abord votre nom.")
    expect(greg.page.locator("#in2")).to_have_value("qui suis-je ?")
    greg.name = "Greg"
    greg.types("é" * 1990)
    expect(greg.page.locator("#compteur")).to_have_text("1 990 / 2 000")
    greg.says("é" * 2003)
    expect(greg.page.locator("#compteur")).to_have_text("3 caractères de trop")
    expect(greg.page.locator("#in2")).to_have_value("é" * 2003)
    greg.says("é" * 2000)
    greg.sees("é" * 2000)


def test_an_impatient_reader_tries_again_at_once(new_page, site, room):
    page, refused = new_page(), []
    page.clock.install(time=0)
    page.clock.pause_at(1)  # no try comes by itself

    def refuse_the_first(socket):
        if refused:
            socket.connect_to_server()
        else:
            refused.append(socket.close(code=1012))

    page.route_web_socket(re.compile("/ws/chat/"), refuse_the_first)
    pupil = Pupil(page, site, room, wait=False)
    expect(pupil.status).to_contain_text("Connexion perdue, nouvel essai dans 1 s")
    page.get_by_role("button", name="Réessayer maintenant").click()
    pupil.is_connected()


def test_a_room_that_is_no_more_is_said_and_not_asked_for_again(new_page, site, room):
    page, sockets = new_page(), []

    def refuse(socket):
        sockets.append(socket)
        socket.close(code=4404)

    page.route_web_socket(re.compile("/ws/chat/"), refuse)
    pupil = Pupil(page, site, room, wait=False)
    expect(pupil.status).to_contain_text("Ce salon n’existe pas")
    pupil.page.evaluate("window.dispatchEvent(new Event('online'))")
    pupil.page.wait_for_timeout(700)
    assert len(sockets) == 1
    expect(page.get_by_role("link", name="Voir les autres salons")).to_be_visible()
    expect(page.locator("#in2")).to_be_disabled()


def test_an_unknown_event_is_logged_loudly_and_harms_nothing(new_page, site, room, expected_problems):
    expected_problems.append("Évènement inconnu")
    page, errors = new_page(), []
    page.on("console", lambda message: errors.append(message.text))

    def add_an_event(socket):
        server = socket.connect_to_server()
        socket.send(json.dumps({"type": "toString"}))
        server.on_message(socket.send)

    page.route_web_socket(re.compile("/ws/chat/"), add_an_event)
    greg = Pupil(page, site, room, "Greg")
    greg.says("coucou")
    greg.sees("coucou")
    assert any("Évènement inconnu" in text for text in errors)


# --- reading ---


def test_scrolling_up_brings_the_past_and_keeps_the_place(enter, site, room):
    chatter(site, room, *(f"message {n}" for n in range(1, 301)))
    greg = enter("Greg")
    expect(greg.lines).to_have_count(50)
    assert greg.distance_to_the_end() < 1
    greg.scrolls(0)
    expect(greg.lines).to_have_count(250)
    expect(greg.page.get_by_text("message 251", exact=True)).to_be_in_viewport()
    greg.scrolls(0)
    greg.sees(*(f"message {n}" for n in range(1, 301)))


def test_new_messages_wait_below_while_the_reader_looks_further_up(enter, site, room):
    chatter(site, room, *(f"message {n}" for n in range(60)))
    greg, nathalie = enter("Greg"), enter("Nathalie")
    greg.scrolls(300)
    greg.page.wait_for_timeout(100)
    place = greg.log.evaluate("log => log.scrollTop")
    nathalie.says("en bas")
    button = greg.page.locator("#nouveaux")
    expect(button).to_have_text("1 nouveau message")
    nathalie.says("encore")
    expect(button).to_have_text("2 nouveaux messages")
    assert greg.log.evaluate("log => log.scrollTop") == place
    button.click()
    expect(greg.page.get_by_text("encore", exact=True)).to_be_in_viewport()
    expect(button).to_be_hidden()
    nathalie.says("suivi")
    expect(greg.page.get_by_text("suivi", exact=True)).to_be_in_viewport()


def test_thousands_of_messages_keep_the_page_light(enter, site, room):
    greg = enter("Greg")
    chatter(site, room, *(f"message {n}" for n in range(1, 2501)))
    last = greg.page.get_by_text("message 2500", exact=True)
    expect(last).to_be_in_viewport()
    assert greg.lines.count() <= 1200
    assert greg.distance_to_the_end() < 1
    first = greg.lines.first.locator(".text").inner_text()
    greg.scrolls(0)
    expect(greg.lines.first.locator(".text")).not_to_have_text(first)
    numbers = [int(text.split()[1]) for text in greg.page.locator("#zoneMessage .text").all_inner_texts()]
    assert numbers == list(range(numbers[0], 2501))


def test_messages_have_their_time_and_day_and_those_of_one_author_stand_together(enter):
    greg, nathalie = enter("Greg"), enter("Nathalie")
    greg.says("un")
    nathalie.sees("un")
    nathalie.says("deux")
    nathalie.sees("un", "deux")
    nathalie.says("trois")
    greg.sees("un", "deux", "trois")
    expect(greg.page.locator(".day")).to_have_text("Aujourd’hui")
    expect(greg.page.locator("#zoneMessage time")).to_have_text([re.compile(r"^\d\d:\d\d$")] * 3)
    expect(greg.page.locator("#zoneMessage .follows .text")).to_have_text("trois")


def test_what_arrives_is_read_aloud_and_the_past_is_not(enter, site, room):
    chatter(site, room, "le passé")
    greg, nathalie = enter("Greg"), enter("Nathalie")
    greg.sees("le passé")
    aloud = greg.page.locator("[aria-live=polite]")
    expect(aloud).to_be_empty()
    nathalie.says("le présent")
    expect(aloud).to_have_text("Nathalie : le présent")


def test_a_removed_message_and_an_emptied_room_disappear_at_once_and_for_who_was_away(enter, new_page, site, room):
    greg = enter("Greg")
    for text in ("à retirer", "à garder"):
        greg.says(text)
    greg.sees("à retirer", "à garder")
    absent = enter("Nathalie")
    absent.sees("à retirer", "à garder")
    absent.cuts()
    teacher = new_page()
    sign_in_as_teacher(teacher, site)
    teacher.goto(f"{site.url}/admin/chat/message/?q=à retirer")
    choose(teacher, "delete_selected")
    teacher.locator("#content [type=submit]").click()
    greg.sees("message retiré", "à garder")
    expect(greg.lines.first).not_to_contain_text("Greg")
    absent.restores()
    absent.sees("message retiré", "à garder")
    absent.cuts()
    teacher.goto(f"{site.url}/admin/chat/room/?q={room}")
    choose(teacher, "empty")
    teacher.locator("[name=confirmed]").click()
    expect(greg.page.locator("#initMess")).to_have_text("Pas encore de message ...")
    expect(greg.lines).to_have_count(0)
    greg.says("après")
    greg.sees("après")
    absent.restores()
    absent.sees("après")


def test_the_teacher_projects_the_messages_large_enough_for_the_back_of_the_room(enter, new_page, site, room):
    greg = enter("Greg")
    greg.says("coucou")
    expect(greg.page.locator("#projeter")).to_have_count(0)
    teacher = new_page(viewport={"width": 1920, "height": 1080})
    sign_in_as_teacher(teacher, site)
    teacher.goto(f"{site.url}/chat/{room}")
    teacher.get_by_role("button", name="Projeter", exact=True).click()
    text = teacher.locator("#zoneMessage .text", has_text="coucou")
    expect(text).to_be_in_viewport()
    assert float(text.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 32
    expect(teacher.locator("#in2")).to_be_hidden()
    teacher.keyboard.press("Escape")
    expect(teacher.locator("#in2")).to_be_visible()


def test_silence_closing_and_a_new_title_reach_open_pages_at_once(enter, new_page, site, room):
    greg = enter("Greg")
    greg.types("un brouillon")
    teacher = new_page()
    sign_in_as_teacher(teacher, site)
    change(teacher, site, room, lambda: teacher.get_by_label("Silence demandé").check())
    expect(greg.page.get_by_role("status").filter(has_text="silence")).to_be_visible()
    expect(greg.page.locator("#in2")).to_be_disabled()
    prof = Pupil(teacher, site, room, "Mme Martin")
    prof.says("On écoute !")
    greg.sees("On écoute !")
    expect(greg.lines.locator(".by-staff")).to_have_text("Professeur")
    change(teacher, site, room, lambda: teacher.get_by_label("Silence demandé").uncheck())
    expect(greg.page.locator("#in2")).to_be_enabled()
    expect(greg.page.locator("#in2")).to_have_value("un brouillon")

    def close():
        teacher.get_by_label("Fermé").check()
        teacher.get_by_label("Titre").fill("Salle 12")

    change(teacher, site, room, close)
    expect(greg.page.get_by_text("Ce salon est fermé")).to_be_visible()
    expect(greg.page.locator("#in2")).to_be_disabled()
    expect(greg.page.get_by_role("heading", level=1)).to_contain_text("Salle 12")
    expect(greg.page).to_have_title(re.compile("^Salle 12 – "))


def change(teacher, site, room, act):
    """Change the room at its page in the administration."""
    teacher.goto(f"{site.url}/admin/chat/room/?q={room}")
    teacher.locator("#result_list tbody th a").click()
    act()
    teacher.locator("[name=_save]").click()
    expect(teacher.locator(".messagelist")).to_be_visible()


def choose(teacher, action):
    teacher.locator(".action-select").check()
    teacher.locator("select[name=action]").select_option(action)
    teacher.get_by_role("button", name="Envoyer").first.click()


# --- looks ---


def test_a_phone_shows_everything_in_its_width(enter):
    greg = enter("Greg", **PHONE)
    greg.says("mot" * 300)
    greg.says("👩‍🚀😀" * 40)
    expect(greg.lines).to_have_count(2)
    width, height = greg.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert (width, height) == (390, 844)
    assert greg.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    expect(greg.page.get_by_role("button", name="Envoyer")).to_be_in_viewport(ratio=1)


def test_two_clients_side_by_side_in_one_page_are_two_people(new_page, site, room):
    """As the lesson shows them: one tab, one storage, two letters."""
    page = new_page()
    frames = "".join(f'<iframe src="/~{letter}/chat/{room}" width=500 height=600></iframe>' for letter in "AB")
    page.route("**/cadres", lambda route: route.fulfill(content_type="text/html", body=frames))
    page.goto(f"{site.url}/cadres")
    a, b = page.frame_locator("iframe >> nth=0"), page.frame_locator("iframe >> nth=1")
    for client, name in ((a, "Greg"), (b, "Nathalie")):
        expect(client.locator("#nbClients")).to_have_text("2 participants au chat !")
        expect(client.locator(".site-header")).to_be_hidden()
        client.locator("#in1").fill(name)
        client.locator("#in2").fill(f"je suis {name}")
        client.locator("#in2").press("Enter")
    expect(a.locator("#zoneMessage .own .text")).to_have_text("je suis Greg")
    expect(b.locator("#zoneMessage .own .text")).to_have_text("je suis Nathalie")
    page.reload()
    expect(a.locator("#in1")).to_have_value("Greg")
    expect(b.locator("#in1")).to_have_value("Nathalie")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_chat(enter, scheme):
    greg, nathalie = enter("Greg", color_scheme=scheme), enter("prof")
    greg.says("coucou")
    expect(greg.unsent).to_have_count(0)
    nathalie.says("refusé")
    expect(nathalie.unsent).to_contain_text("réservé")
    greg.cuts()
    greg.says("en attente")
    expect(greg.unsent).to_contain_text("en attente…")
    for pupil in (greg, nathalie):
        results = Axe().run(pupil.page)
        assert results.violations_count == 0, results.generate_report()


def test_a_refusal_that_may_pass_is_tried_again(new_page, site):
    page, refused = new_page(), []

    def refuse_once(socket):
        if refused:
            socket.connect_to_server()
        else:
            refused.append(socket.close(code=4403))

    page.route_web_socket(re.compile("/ws/chat/accueil"), refuse_once)
    greg = Pupil(page, site, "accueil", "Greg", wait=False)
    greg.is_connected()
    assert refused
