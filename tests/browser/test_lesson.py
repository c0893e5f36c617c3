"""The steps as a pupil does them: each page works, and the diagram shows what travelled, no less, no more."""

import re
from collections import Counter
from datetime import datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from lesson.steps import every_step
from nsi_site import console
from tests.browser.accessibility import violations
from tests.servers import wait_until

ROWS = """(rows) => rows.map((row) => ({
    client: row.dataset.client,
    way: row.dataset.to === "server" ? "up" : "down",
    unasked: "unasked" in row.dataset,
    label: row.querySelector(".diagram-label-text").textContent.replaceAll("\u00a0", " "),
}))"""
DEADLINE = 15  # seconds


class Lesson:
    """One step, open in a browser."""

    def __init__(self, page, site):
        self.page = page
        self.site = site

    def open(self, slug, predict=True):
        """The step; what it asks to predict is answered, for it then tells what to do."""
        self.page.goto(f"{self.site.url}/lecon/{slug}")
        for choice in self.page.locator(".predict .choice[data-right]").all() if predict else []:
            choice.click()
        return self

    def browser(self, client):
        return self.page.locator(f".browser[data-client={client}]")

    def frame(self, client="A"):
        return self.browser(client).frame_locator("iframe")

    def do(self, action, client="A"):
        self.browser(client).locator(f"[data-do={action}]").click()

    def address(self, client="A"):
        return self.browser(client).get_by_role("textbox", name="Adresse du client")

    def shows_address(self, path, client="A"):
        """The path, with the site before it where there is room."""
        server = re.escape(self.site.url.removeprefix("http://"))
        expect(self.address(client)).to_have_value(re.compile(f"^((http://)?{server})?{re.escape(path)}$"))

    def type_address(self, text, client="A"):
        self.address(client).fill(text)
        self.address(client).press("Enter")

    def rows(self, client=None):
        return [row for row in self.page.locator(".diagram-row").evaluate_all(ROWS) if client in (None, row["client"])]

    def arrows(self, client=None):
        return [row["label"] for row in self.rows(client)]

    def sees(self, *labels, client=None):
        """Wait until these arrows (beginnings of labels) have come, in this order, whatever else is between."""
        wait_until(lambda: in_order(labels, self.arrows(client)), labels, DEADLINE, lambda: str(self.arrows(client)))

    def sees_only(self, *labels, client=None):
        """Wait until exactly these arrows have come. Files of one page come in any order: compared without order."""
        wait_until(
            lambda: matches(labels, self.arrows(client)), labels, DEADLINE, lambda: str((labels, self.arrows(client)))
        )

    def settle(self, *labels):
        """Wait until a page and its files have come, then wipe the diagram."""
        self.sees_only(*labels)
        self.page.get_by_role("button", name="Effacer").click()
        wait_until(lambda: not self.arrows(), "the diagram is empty", DEADLINE)

    def opened(self, label):
        """Open the last arrow of that label; its details."""
        self.page.locator(".diagram-row").filter(has_text=label).last.locator(".diagram-arrow").click()
        return self.page.locator(".diagram-details")


def in_order(wanted, arrows):
    left = iter(arrows)
    return all(any(arrow.startswith(label) for arrow in left) for label in wanted)


def matches(wanted, arrows):
    """`200|304`: one or the other, as the browser's cache has it."""
    left = Counter(arrows)
    for label in wanted:
        found = next((arrow for arrow in left if left[arrow] and re.match(label, arrow)), None)
        if found is None:
            return False
        left[found] -= 1
    return not left.total()


def page_of(path, *files):
    return [f"GET {re.escape(path)}$", "200 OK", *(label for file in files for label in (f"GET {file}", "200|304"))]


STYLE = "/static/pages/style.css"
SCRIPT = "/static/pages/script.js"
ICON = "/static/site/favicon.svg"


@pytest.fixture
def lesson(page, site):
    return Lesson(page, site)


# --- the steps ------------------------------------------------------------------------------------------


def test_serveur_one_request_and_one_response(lesson):
    lesson.open("serveur")
    expect(lesson.frame().get_by_text("Hello World!")).to_be_visible()
    lesson.sees_only(*page_of("/hello"))
    assert lesson.arrows() == ["GET /hello", "200 OK"]
    lesson.shows_address("/hello")
    lesson.do("reload")
    lesson.sees_only(*page_of("/hello"), *page_of("/hello"))


def test_serveur_an_arrow_opens_on_its_parts_and_leads_to_the_line_that_answered(lesson):
    lesson.open("serveur").sees_only(*page_of("/hello"))
    lesson.page.get_by_role("tab", name="Adresses").click()
    details = lesson.opened("GET /hello")
    for part in ["ligne de requête", "en-têtes", "ligne vide", "corps"]:
        expect(details).to_contain_text(re.compile(part, re.IGNORECASE))
    details.get_by_role("button", name=re.compile("code", re.IGNORECASE)).first.click()
    expect(lesson.page.get_by_role("tab", name="Vue")).to_have_attribute("aria-selected", "true")
    expect(lesson.page.locator(".line-called")).to_have_count(1)


def test_structurer_a_page_is_several_requests_and_the_second_time_nothing_has_changed(lesson):
    lesson.open("structurer").sees_only(*page_of("/", STYLE, ICON))
    assert lesson.arrows()[:2] == ["GET /", "200 OK"]
    lesson.settle(*page_of("/", STYLE, ICON))
    lesson.do("reload")
    lesson.sees_only("GET /$", "200 OK", f"GET {STYLE}", "304 Not Modified")


def test_structurer_wrong_requests_get_404_and_405(lesson, expected_problems):
    expected_problems += ["status of 404", "status of 405"]
    lesson.open("structurer").settle(*page_of("/", STYLE, ICON))
    lesson.page.get_by_role("button", name="Un chemin qui n’existe pas").click()
    lesson.sees("GET /page-inconnue", "404 Not Found", f"GET {STYLE}", "304")
    expect(lesson.frame().get_by_text("Page introuvable")).to_be_visible()
    lesson.page.get_by_role("button", name="Une méthode refusée").click()
    lesson.sees("POST /suivante", "405 Method Not Allowed")
    expect(lesson.frame().get_by_text("Méthode non autorisée")).to_be_visible()


def test_structurer_an_address_can_be_typed_but_leads_to_this_server_only(lesson):
    lesson.open("structurer").settle(*page_of("/", STYLE, ICON))
    lesson.type_address(f"{lesson.site.url}/hello")
    lesson.sees_only(*page_of("/hello"))
    lesson.type_address("http://ailleurs.example/hello")
    expect(lesson.browser("A").get_by_text("ne joint que le serveur de la classe")).to_be_visible()
    lesson.do("back")
    lesson.sees(*["GET /hello", "200 OK", "GET /", "200 OK"])


def test_variables_the_variable_was_replaced_on_the_server(lesson):
    lesson.open("variables").sees_only(*page_of("/page2", STYLE))
    line = lesson.page.locator(".received tr").filter(has_text="{{ heure }}")
    shown = lesson.frame().get_by_text("à l’horloge du serveur").inner_text()
    expect(line.locator("ins")).to_contain_text(shown)
    lesson.do("reload")
    lesson.sees_only(*page_of("/page2", STYLE), *page_of("/page2", STYLE))
    wait_until(lambda: line.locator("ins").inner_text().endswith("</p>"), "the table is drawn", DEADLINE)
    expect(line.locator("ins")).to_contain_text(lesson.frame().get_by_text("à l’horloge du serveur").inner_text())


def test_liens_a_click_on_a_link_is_a_new_request(lesson):
    lesson.open("liens").settle(*page_of("/", STYLE))
    lesson.frame().get_by_role("link", name="Vers la deuxième page").click()
    lesson.sees("GET /suivante", "200 OK")
    expect(lesson.frame().get_by_text("Vous êtes sur la deuxième page")).to_be_visible()
    lesson.shows_address("/suivante")
    lesson.do("back")
    lesson.sees("GET /suivante", "200 OK", "GET /", "200 OK")
    lesson.shows_address("/")
    expect(lesson.page.locator(".received tr").filter(has_text="{% url 'suite' %}")).to_contain_text('href="/suivante"')


def test_liens_the_link_of_the_template_is_beside_the_one_received(lesson):
    lesson.open("liens")
    expect(lesson.page.locator(".received ins")).to_have_text(re.compile('href="/suivante"'))
    expect(lesson.page.locator(".received del code")).to_have_text(re.compile("^<p><a href=.{% url 'suite' %}"))


def test_javascript_a_click_makes_no_exchange(lesson):
    lesson.open("javascript").settle(*page_of("/javascript", STYLE, SCRIPT))
    title = lesson.frame().get_by_role("heading")
    title.get_by_role("button").click()
    expect(title).to_have_css("color", "rgb(255, 165, 0)")
    title.get_by_role("button").click()
    # What comes next is the first thing to be drawn: the clicks made nothing.
    lesson.type_address("/hello")
    lesson.sees_only(*page_of("/hello"))


def test_javascript_the_handler_can_be_modified_in_the_sandbox(lesson):
    lesson.open("javascript")
    sandbox = lesson.page.frame_locator(".playground iframe")
    sandbox.get_by_role("heading").click()
    expect(sandbox.get_by_role("heading")).to_have_css("color", "rgb(255, 165, 0)")
    code = lesson.page.get_by_label("Page à modifier")
    start = code.input_value()
    code.fill(start.replace('"orange"', '"green"'))
    lesson.page.get_by_role("button", name="Exécuter").click()
    expect(sandbox.get_by_role("heading")).to_have_css("color", "rgb(0, 0, 0)")
    sandbox.get_by_role("heading").click()
    expect(sandbox.get_by_role("heading")).to_have_css("color", "rgb(0, 128, 0)")
    lesson.page.get_by_role("button", name="Rétablir le code de départ").click()
    expect(code).to_have_value(start)


def test_javascript_a_mistake_in_the_sandbox_is_told(lesson, expected_problems):
    expected_problems.append("titre2 is not defined")
    lesson.open("javascript")
    code = lesson.page.get_by_label("Page à modifier")
    code.fill(code.input_value().replace("titre.addEventListener", "titre2.addEventListener"))
    lesson.page.get_by_role("button", name="Exécuter").click()
    expect(lesson.page.locator(".playground-error")).to_contain_text("titre2 is not defined")


def fill_form(lesson, client, method):
    form = lesson.frame(client).locator(f"form[method={method}]")
    form.get_by_label("Nom", exact=True).fill("Dupont")
    if form.get_by_label("Prénom").count():
        form.get_by_label("Prénom").fill("Bob")
    form.get_by_role("button", name="Valider").click()


def test_formulaire_post_a_form_by_post_travels_in_the_body(lesson):
    lesson.open("formulaire-post").settle(*page_of("/formulaire", STYLE))
    fill_form(lesson, "A", "post")
    lesson.sees("POST /bonjour", "200 OK")
    expect(lesson.frame().get_by_text("Bienvenue Dupont Bob")).to_be_visible()
    expect(lesson.opened("POST /bonjour")).to_contain_text("Nom=Dupont&Pr%C3%A9nom=Bob")
    expect(lesson.page.locator(".diagram-details")).to_contain_text("csrfmiddlewaretoken=••••")


def test_formulaire_post_a_field_without_a_name_is_not_sent(lesson):
    lesson.open("formulaire-post").settle(*page_of("/formulaire", STYLE))
    lesson.page.get_by_role("button", name="Retirer l’attribut name").click()
    fill_form(lesson, "A", "post")
    lesson.sees("POST /bonjour", "200 OK")
    expect(lesson.opened("POST /bonjour")).to_contain_text("Nom=Dupont")
    expect(lesson.page.locator(".diagram-details")).not_to_contain_text("Pr%C3%A9nom=")
    expect(lesson.frame().get_by_role("heading", name="Indiquer votre nom")).to_be_visible()


def test_formulaire_post_the_name_is_removed_from_the_form_even_when_another_page_is_shown(lesson):
    lesson.open("formulaire-post").settle(*page_of("/formulaire", STYLE))
    fill_form(lesson, "A", "post")
    expect(lesson.frame().get_by_text("Bienvenue Dupont Bob")).to_be_visible()
    lesson.page.get_by_role("button", name="Retirer l’attribut name").click()
    expect(lesson.browser("A").get_by_text("Attribut name retiré")).to_be_visible()
    expect(lesson.frame().locator("form[method=post] #prenom")).not_to_have_attribute("name", re.compile("."))


def test_get_ou_post_the_same_data_in_the_body_or_in_the_url(lesson):
    lesson.open("get-ou-post").settle(*page_of("/formulaire"), *page_of("/formulaire"))
    fill_form(lesson, "A", "post")
    fill_form(lesson, "B", "get")
    lesson.sees("POST /bonjour", "200 OK", client="A")
    lesson.sees("GET /bonjour?", "200 OK", client="B")
    lesson.shows_address("/bonjour", "A")
    expect(lesson.address("B")).to_have_value("/bonjour?Nom=Dupont&Prénom=Bob")  # the server's name would take its room
    lesson.address("B").focus()
    lesson.shows_address("/bonjour?Nom=Dupont&Prénom=Bob", "B")
    compared = lesson.page.locator(".compare")
    expect(compared.locator("mark").filter(has_text="POST")).not_to_have_count(0)
    expect(compared.get_by_text("dans le corps").first).to_be_visible()
    expect(compared.get_by_text("dans l’adresse").first).to_be_visible()
    assert f"GET /bonjour?Nom=Dupont&{quote('Prénom')}=Bob" in compared.inner_text().replace("\n", " ")


def test_get_ou_post_both_forms_are_in_sight_on_a_school_screen(lesson):
    lesson.open("get-ou-post")
    for client in "AB":
        page = lesson.browser(client).locator(".browser-page").bounding_box()
        for button in lesson.frame(client).get_by_role("button", name="Valider").all():
            box = button.bounding_box()
            assert page["y"] <= box["y"], client
            assert box["y"] + box["height"] <= page["y"] + page["height"], client


def connected(lesson, *clients):
    for client in clients:
        expect(lesson.frame(client).locator("#nbClients")).to_contain_text("au chat")
        lesson.sees("GET /ws/chat/simple/", "101 Switching Protocols", client=client)


def test_cookies_the_cookie_comes_back_by_itself(lesson):
    lesson.open("cookies")
    lesson.sees("GET /lecon/visites", "200 OK")
    expect(lesson.frame().locator("#cookie")).to_have_text("1")
    expect(lesson.opened("200 OK").first).to_be_visible()
    lesson.page.keyboard.press("Escape")
    lesson.page.get_by_role("button", name="Effacer").click()
    lesson.do("reload")
    expect(lesson.frame().locator("#cookie")).to_have_text("2")
    expect(lesson.frame().locator("#stored")).to_have_text("2")
    lesson.sees("GET /lecon/visites", "200 OK")
    details = lesson.opened("GET /lecon/visites")
    expect(details).to_contain_text("visites=1")
    expect(details).to_contain_text(re.compile(r"atelier-\w+=••••"))


def test_https_a_spy_reads_http_and_not_https(lesson):
    lesson.open("https").settle(*page_of("/formulaire", STYLE))
    expect(lesson.page.locator(".spy")).to_contain_text("Simulation")
    fill_form(lesson, "A", "post")
    lesson.sees("POST /bonjour", "200 OK")
    by_http, by_https = lesson.page.locator("[data-spy=http]"), lesson.page.locator("[data-spy=https]")
    expect(by_http).to_contain_text("Nom=Dupont&Pr%C3%A9nom=Bob")
    expect(by_http).to_contain_text("Bienvenue Dupont Bob")
    expect(by_https).to_contain_text("octets")
    expect(by_https).not_to_contain_text("Dupont")


# --- what all steps share -------------------------------------------------------------------------------


def test_a_question_answers_at_once_and_progress_is_remembered_here_only(lesson):
    lesson.open("serveur")
    question = lesson.page.locator(".question").first
    question.get_by_role("button", name="Le serveur").click()
    expect(question.locator(".feedback")).to_contain_text("Regardez le sens de la première flèche")
    question.get_by_role("button", name="Le client").click()
    expect(question.locator(".feedback")).to_contain_text("Oui.")
    expect(question.locator(".tries")).to_have_text("Trouvée au deuxième essai.")
    lesson.page.reload()
    expect(question.get_by_role("button", name="Le client")).to_have_attribute("aria-pressed", "true")
    answer_all(lesson.page)
    lesson.page.goto(f"{lesson.site.url}/lecon/")
    expect(lesson.page.locator("[data-step=serveur]")).to_contain_text("terminée")
    expect(lesson.page.get_by_role("progressbar")).to_have_js_property("value", 1)
    expect(lesson.page.locator("#progress-text")).to_have_text(f"1/{len(every_step())}")
    lesson.page.get_by_role("link", name="Continuer\xa0: Structurer").click()
    expect(lesson.page).to_have_url(f"{lesson.site.url}/lecon/structurer")


def answer_all(page):
    for right in page.locator(".choice[data-right]").all():
        right.click()
    for check in page.get_by_role("button", name="Vérifier ma prédiction").all():
        check.click()
    for field in page.locator(".written textarea").all():
        field.fill("Il faut HTTPS partout, pour les secrets.")


def test_trying_every_choice_is_not_finding_and_the_question_comes_again(lesson):
    lesson.open("serveur")
    question = lesson.page.locator(".question").first
    for choice in ["Le serveur", "Les deux", "Le client"]:
        question.get_by_role("button", name=choice).click()
    expect(question.locator(".tries")).to_contain_text("Vous avez essayé toutes les réponses")
    lesson.page.locator(".step-drawer summary").click()
    expect(lesson.page.locator(".step-drawer [data-step=serveur]")).to_contain_text("1 à refaire")
    question.get_by_role("button", name="Refaire la question").click()
    expect(question.locator("[aria-pressed=true]")).to_have_count(0)
    question.get_by_role("button", name="Le client").click()
    expect(question.locator(".tries")).to_have_text("Trouvée au premier essai.")
    expect(lesson.page.locator(".step-drawer [data-step=serveur]")).not_to_contain_text("à refaire")


def test_the_end_says_bravo_and_progress_can_be_forgotten(lesson):
    lesson.page.goto(f"{lesson.site.url}/lecon/")
    found = {str(number): "found" for number in range(1, 20)}
    progress = {"last": "serveur", "steps": {step.slug: found for step in every_step()}}
    lesson.page.evaluate("(kept) => localStorage.setItem('lesson.progress', JSON.stringify(kept))", progress)
    lesson.page.reload()
    expect(lesson.page.get_by_text("Bravo, vous avez terminé")).to_be_visible()
    questions = []
    lesson.page.once("dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss()))
    lesson.page.get_by_role("button", name="Effacer ma progression").click()
    assert len(questions) == 1
    expect(lesson.page.get_by_text("Bravo, vous avez terminé")).to_be_visible()
    lesson.page.once("dialog", lambda dialog: dialog.accept())
    lesson.page.get_by_role("button", name="Effacer ma progression").click()
    expect(lesson.page.get_by_text("Bravo, vous avez terminé")).to_be_hidden()
    expect(lesson.page.get_by_role("link", name="Commencer\xa0: Le serveur")).to_be_visible()


def test_what_happens_is_told_after_the_prediction(lesson):
    lesson.open("javascript", predict=False)
    expect(lesson.page.get_by_text("aucune flèche n’apparaît")).to_be_hidden()
    question = lesson.page.locator(".predict .question")
    question.get_by_role("button", name="Dix").click()
    expect(lesson.page.get_by_text("aucune flèche n’apparaît")).to_be_visible()
    expect(question.locator(".feedback")).to_be_hidden()
    question.get_by_role("button", name="Vérifier ma prédiction").click()
    expect(question.locator(".feedback.warning")).to_contain_text("Ce serait le cas avec un lien")
    question.get_by_role("button", name="Zéro").click()
    expect(question.locator(".feedback.ok")).to_contain_text("Oui")
    expect(question.locator(".tries")).to_have_text("Trouvée au deuxième essai.")


def test_an_answer_in_words_is_kept_and_then_compared(lesson):
    lesson.open("https")
    question = lesson.page.locator(".written")
    compare = question.get_by_text("Comparer avec une réponse possible")
    expect(compare).to_be_hidden()
    question.get_by_label("Votre réponse").fill("Partout, pour que personne ne lise ni ne change la page.")
    compare.click()
    expect(question.get_by_text("sans HTTPS quelqu’un pourrait modifier")).to_be_visible()
    lesson.page.reload()
    expect(question.get_by_label("Votre réponse")).to_have_value(re.compile("^Partout"))


def test_columns_are_moved_by_the_keyboard_or_dragged_and_stay_so(lesson):
    lesson.open("serveur")
    bar = lesson.page.get_by_role("separator", name="Largeur du code")

    def width():
        return lesson.page.locator(".panes").bounding_box()["width"]

    start = width()
    bar.focus()
    for _ in range(3):
        lesson.page.keyboard.press("ArrowLeft")
    assert width() < start - 40
    box = bar.bounding_box()
    lesson.page.mouse.move(box["x"] + 5, box["y"] + 100)
    lesson.page.mouse.down()
    lesson.page.mouse.move(box["x"] + 205, box["y"] + 100, steps=5)
    lesson.page.mouse.up()
    dragged = width()
    assert dragged > start
    lesson.page.reload()
    assert abs(width() - dragged) < 3
    bar.dblclick()
    assert abs(width() - start) < 3


def test_a_browser_without_cookies_is_told_so_and_the_rest_works(lesson):
    lesson.page.add_init_script("Object.defineProperty(navigator, 'cookieEnabled', { value: false })")
    lesson.page.route_web_socket(re.compile("/ws/echanges"), lambda socket: socket.close(code=4403))
    lesson.open("serveur")
    expect(lesson.page.get_by_text("Ce navigateur refuse les cookies")).to_be_visible()
    expect(lesson.frame().get_by_text("Hello World!")).to_be_visible()


def test_without_javascript_code_and_text_are_there_and_the_page_says_what_is_not(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site.url}/lecon/serveur")
    expect(page.get_by_text("JavaScript est désactivé")).to_be_visible()
    expect(page.locator(".pane").first).to_contain_text("return HttpResponse")
    expect(page.frame_locator("iframe").get_by_text("Hello World!")).to_be_visible()


def test_on_a_phone_what_is_to_be_done_stands_before_the_frame(new_page, site):
    page = new_page(viewport={"width": 390, "height": 844})
    for slug in ["serveur", "formulaire-post", "cookies"]:
        page.goto(f"{site.url}/lecon/{slug}")
        tops = [
            page.locator(part).bounding_box()["y"]
            for part in [".objective", ".observe", ".result", ".exchange", ".panes"]
        ]
        assert tops == sorted(tops), slug


def test_code_is_never_broken_and_the_lines_spoken_of_stand_out(lesson):
    lesson.open("variables")
    lines = lesson.page.locator(".pane:not([hidden]) .code pre > span[id]")
    heights = {round(line.bounding_box()["height"]) for line in lines.all()}
    assert len(heights) == 1
    expect(lesson.page.locator(".pane:not([hidden]) .hll")).to_have_count(2)


def test_the_plain_pages_follow_the_colours_chosen_on_the_site(lesson):
    lesson.open("structurer")
    lesson.page.get_by_role("radio", name="Sombre").check()
    expect(lesson.frame().locator("html")).to_have_css("color-scheme", "dark")


def test_another_step_starts_with_an_empty_diagram_and_a_reload_keeps_the_past(lesson):
    lesson.open("serveur").sees_only(*page_of("/hello"))
    lesson.page.reload()
    lesson.sees_only(*page_of("/hello"), *page_of("/hello"))
    lesson.page.locator(".step-turn [rel=next]").click()
    lesson.sees_only(*page_of("/", STYLE, ICON))
    lesson.page.locator(".step-turn [rel=prev]").click()
    lesson.page.get_by_role("link", name="Rejoindre").click()
    lesson.page.go_back()
    lesson.sees_only(*page_of("/hello"))


def test_the_end_of_a_socket_belongs_to_the_step_that_opened_it(lesson):
    connected(lesson.open("duree"), "A", "B")
    lesson.page.locator(".step-drawer summary").click()
    lesson.page.get_by_role("link", name="Ce que le navigateur retient").click()
    lesson.sees_only(*page_of("/lecon/visites", STYLE, "/static/lesson/visits.js"))


@pytest.mark.parametrize(("link", "path"), [("Le chat", "/chat/"), ("Les exercices", "/exercices/")])
def test_a_link_to_another_part_of_the_site_opens_in_the_whole_window(lesson, link, path):
    lesson.open("structurer").sees_only(*page_of("/", STYLE, ICON))
    with lesson.page.context.expect_page() as tab:
        lesson.frame().get_by_role("link", name=link).click()
    expect(tab.value).to_have_url(lesson.site.url + path)
    expect(lesson.frame().get_by_role("heading", name="Hello World!")).to_be_visible()
    expect(lesson.page).to_have_url(f"{lesson.site.url}/lecon/structurer")


def test_a_lesson_typed_in_a_small_browser_opens_in_a_tab_and_the_step_stays(lesson):
    lesson.open("structurer")
    with lesson.page.context.expect_page() as tab:
        lesson.type_address("/lecon/liens")
    expect(tab.value).to_have_url(f"{lesson.site.url}/lecon/liens")
    expect(lesson.browser("A").get_by_text("elle s’ouvre dans un autre onglet")).to_be_visible()
    expect(lesson.page).to_have_url(f"{lesson.site.url}/lecon/structurer")


def test_a_frame_opened_in_a_tab_has_the_address_that_it_shows(lesson):
    lesson.open("variables").sees_only(*page_of("/page2", STYLE))
    with lesson.page.context.expect_page() as tab:
        lesson.do("open")
    expect(tab.value).to_have_url(f"{lesson.site.url}/page2")


# --- whoever has seen the site before, in the same tab --------------------------------------------------


def test_after_the_home_page_a_frame_has_its_style_and_200_comes_before_304(lesson):
    lesson.page.goto(f"{lesson.site.url}/")
    lesson.page.get_by_role("link", name="La leçon").click()
    lesson.page.get_by_role("link", name="Structurer").click()
    lesson.sees_only("GET /$", "200 OK", f"GET {STYLE}", "200 OK", f"GET {ICON}", "200 OK")
    expect(lesson.frame().get_by_role("heading")).to_have_css("text-align", "center")
    lesson.page.get_by_role("button", name="Effacer").click()
    wait_until(lambda: not lesson.arrows(), "the diagram is empty", DEADLINE)
    lesson.do("reload")
    lesson.sees_only("GET /$", "200 OK", f"GET {STYLE}", "304 Not Modified")


def test_after_the_javascript_page_the_click_of_the_step_works(lesson):
    lesson.page.goto(f"{lesson.site.url}/javascript")
    lesson.open("javascript").sees_only(*page_of("/javascript", STYLE, SCRIPT))
    lesson.frame().get_by_role("heading").get_by_role("button").click()
    expect(lesson.frame().get_by_role("heading")).to_have_css("color", "rgb(255, 165, 0)")


def test_after_the_chat_all_frames_of_a_chat_connect(lesson):
    lesson.page.goto(f"{lesson.site.url}/chat/accueil")
    expect(lesson.page.get_by_text("Connecté", exact=True)).to_be_visible()
    connected(lesson.open("websocket"), "A", "B")
    connected(lesson.open("salons"), "A", "B", "C")


def test_a_private_room_has_a_name_in_the_address_bars(lesson):
    """What a screen shows must not open it; what is typed leads there, from another frame too."""
    lesson.open("vrai-chat")
    expect(lesson.frame("A").get_by_text("2 participants au chat !")).to_be_visible()
    expect(lesson.address("A")).to_have_value(re.compile("/chat/votre-salon$"))
    lesson.sees("GET /chat/votre-salon", "GET /ws/chat/votre-salon", client="A")
    lesson.type_address("/hello", "B")
    expect(lesson.frame("B").get_by_text("Hello World!")).to_be_visible()
    lesson.type_address("/chat/votre-salon", "B")
    expect(lesson.frame("B").get_by_text("2 participants au chat !")).to_be_visible()


# --- the server's console -------------------------------------------------------------------------------


def test_the_console_has_a_line_for_each_request_of_ones_own_frames_as_the_server_writes_it(lesson):
    lesson.open("get-ou-post").settle(*page_of("/formulaire"), *page_of("/formulaire"))
    fill_form(lesson, "A", "post")
    lesson.sees("POST /bonjour", "200 OK", client="A")
    fill_form(lesson, "B", "get")
    lesson.page.get_by_role("tab", name="Console").click()
    lines = lesson.page.get_by_role("tabpanel", name="Console").locator("pre span")
    expect(lines.filter(has_text='"GET /bonjour?Nom=Dupont&Prénom=Bob HTTP/1.1" 200 -')).to_have_count(1)
    expect(lines.filter(has_text='"POST /bonjour HTTP/1.1" 200 -')).to_have_count(1)
    for text in lines.all_inner_texts():
        assert without_hour(text.strip()) in map(without_hour, lesson.site.output.splitlines())


def without_hour(line):
    """The browser may be in another time zone than the server."""
    return re.sub(r"\[.*?\]", "[…]", line)


@pytest.mark.parametrize("target", ["/a%20b?x=%0D%0A%22%5C", "/" + "x" * 500, "/%FF", "/chat/prive-abc-def?x", "/100%"])
def test_the_console_of_the_page_writes_what_the_server_s_does(page, site, target):
    page.goto(f"{site.url}/lecon/")
    line = page.evaluate(
        """async (target) => {
            const { consoleLine } = await import("/static/lesson/console.js");
            const request = { method: "GET", target, httpVersion: "1.1" };
            return consoleLine("10.0.0.7", request, { at: "2026-03-19T09:13:16Z", status: 200 });
        }""",
        target,
    )
    assert re.fullmatch(r"10\.0\.0\.7 - - \[\d\d/Mar/2026 \d\d:13:16\] .*", line)
    expected = console.request_line("10.0.0.7", datetime.now(), "GET", target, "HTTP/1.1", 200)
    assert without_hour(line) == without_hour(expected)


# --- what is said where the exchanges cannot be one's own -----------------------------------------------


def test_a_second_tab_is_told_of_in_both(lesson):
    notice = "La leçon est ouverte dans un autre onglet"
    lesson.open("serveur")
    expect(lesson.page.get_by_text(notice)).to_be_hidden()
    other = lesson.page.context.new_page()
    other.goto(f"{lesson.site.url}/lecon/liens")
    for page in (other, lesson.page):
        expect(page.get_by_text(notice)).to_be_visible()
    other.goto(f"{lesson.site.url}/hello")
    expect(lesson.page.get_by_text(notice)).to_be_hidden()


# --- a server that is away for a moment -----------------------------------------------------------------


@pytest.mark.parametrize("again", [lambda it: it.do("reload"), lambda it: it.address().press("Enter")])
def test_a_frame_comes_back_after_the_error_page_of_the_real_browser(lesson, again, expected_problems):
    expected_problems += ["ERR_FAILED", "chrome-error"]
    lesson.open("variables").sees_only(*page_of("/page2", STYLE))
    lesson.page.route("**/~A/page2", lambda route: route.abort())
    lesson.do("reload")
    expect(lesson.frame().get_by_text("Une variable dans la page")).to_be_hidden()
    expect(lesson.browser("A")).not_to_have_attribute("aria-busy", "true")
    lesson.page.unroute("**/~A/page2")
    again(lesson)
    expect(lesson.frame().get_by_text("Une variable dans la page")).to_be_visible()
    expect(lesson.browser("A")).not_to_have_attribute("aria-busy", "true")


def test_a_step_without_its_exchanges_still_has_code_result_and_questions(lesson):
    lesson.page.route_web_socket(re.compile("/ws/echanges"), lambda socket: socket.close(code=4403))
    lesson.open("serveur")
    expect(lesson.page.locator("#diagram").get_by_text("S’il refuse les cookies, autorisez-les")).to_be_visible()
    expect(lesson.frame().get_by_text("Hello World!")).to_be_visible()
    lesson.page.get_by_role("tab", name="Adresses").click()
    expect(lesson.page.get_by_role("tabpanel")).to_contain_text("pages/urls.py")
    lesson.page.locator(".choice[data-right]").first.click()
    expect(lesson.page.locator(".feedback").first).to_contain_text("Oui.")


def test_the_tabs_of_the_code_obey_the_arrow_keys(lesson):
    lesson.open("structurer")
    lesson.page.get_by_role("tab", name="views.py").focus()
    for key, name, file in [
        ("ArrowRight", "index.html", "templates/index.html"),
        ("ArrowRight", "style.css", "static/style.css"),
        ("End", "Style", "static/pages/style.css"),
        ("ArrowRight", "views.py", "views.py"),
    ]:
        lesson.page.keyboard.press(key)
        expect(lesson.page.get_by_role("tab", name=name, exact=True)).to_be_focused()
        expect(lesson.page.get_by_role("tabpanel")).to_contain_text(file)


def test_the_code_of_a_tab_is_drawn_when_the_tab_is_opened(lesson):
    lesson.open("websocket")
    assert lesson.page.evaluate("document.querySelectorAll('*').length") < 1500
    lesson.page.get_by_role("tab", name="Serveur").click()
    expect(lesson.page.get_by_role("tabpanel").get_by_text("AsyncWebsocketConsumer").first).to_be_visible()


def test_the_code_can_take_the_whole_width(lesson):
    lesson.open("websocket")
    narrow = lesson.page.locator(".panes").bounding_box()["width"]
    lesson.page.get_by_role("button", name="Code sur toute la largeur").click()
    assert lesson.page.locator(".panes").bounding_box()["width"] > 2 * narrow
    lesson.page.get_by_role("button", name="Code sur toute la largeur").click()
    assert lesson.page.locator(".panes").bounding_box()["width"] == narrow


def test_the_list_of_steps_opens_and_escape_closes_it(lesson):
    lesson.open("serveur")
    lesson.page.locator(".step-drawer summary").click()
    expect(lesson.page.get_by_role("link", name="Chiffrer")).to_be_visible()
    lesson.page.keyboard.press("Escape")
    expect(lesson.page.get_by_role("link", name="Chiffrer")).to_be_hidden()
    expect(lesson.page.locator(".step-drawer summary")).to_be_focused()


def test_on_a_school_screen_code_result_and_exchange_are_side_by_side(lesson):
    lesson.open("websocket")
    boxes = [lesson.page.locator(part).bounding_box() for part in [".panes", ".result", "#diagram"]]
    assert all(box["y"] < 300 for box in boxes)
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert boxes[1]["x"] + boxes[1]["width"] <= boxes[2]["x"]
    assert all(box["y"] + box["height"] <= 768 for box in boxes[1:])


def test_the_handout_has_all_the_code_and_the_diagram_and_no_frame(lesson):
    lesson.open("structurer")
    lesson.page.pdf()  # what printing draws stays
    lesson.page.emulate_media(media="print")
    for pane in lesson.page.locator(".pane").all():
        expect(pane.locator(".code")).to_be_visible()
        expect(pane.locator(".on-paper")).to_be_visible()
    expect(lesson.page.locator(".choice").first).to_be_visible()
    expect(lesson.page.locator(".result")).to_be_hidden()
    expect(lesson.page.locator("#diagram .diagram-row").first).to_be_visible()


def test_the_handout_has_lines_to_answer_on(lesson):
    lesson.open("javascript")
    lesson.page.emulate_media(media="print")
    expect(lesson.page.locator(".lines").first).to_be_visible()
    expect(lesson.page.get_by_text("Voir la réponse").first).to_be_hidden()


@pytest.mark.parametrize("step", every_step(), ids=lambda step: step.slug)
def test_axe_finds_nothing_and_nothing_sticks_out(new_page, site, step):
    page = new_page(reduced_motion="reduce")
    looks = [({"width": 1366, "height": 768}, "light"), ({"width": 390, "height": 844}, "dark")]
    page.goto(site.url + step.url)
    expect(page.locator(".diagram-row").first).to_be_visible()
    for size, colors in looks[:: 1 if step.number % 2 else -1]:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colors)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


# --- a browser that keeps nothing -----------------------------------------------------------------------

FORBIDDEN = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get() { throw new DOMException("refusé", "SecurityError"); } });"""


def test_the_lesson_goes_on_in_a_browser_that_refuses_storage_and_says_so_once(new_page, site):
    page = new_page()
    page.add_init_script(FORBIDDEN)
    lesson = Lesson(page, site).open("serveur")
    lesson.sees_only(*page_of("/hello"))
    expect(page.get_by_text("Ce navigateur refuse de retenir")).to_have_count(1)
    question = page.locator(".question").first
    question.locator("[data-right]").click()
    expect(question.locator(".feedback.ok")).to_be_visible()
    expect(page.locator("li[data-step=serveur] .step-state")).to_have_text(re.compile("1/|terminée"))
