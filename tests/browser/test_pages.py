"""The pages of the original lesson, as a pupil goes through them."""

from playwright.sync_api import expect

from tests.servers import wait_until

NOT_FOUND = "status of 404"


def test_the_first_page_greets_in_blue_and_in_the_middle(page, site):
    page.goto(site.url)
    title = page.get_by_role("heading", name="Hello World!")
    expect(title).to_have_css("color", "rgb(65, 105, 225)")
    expect(title).to_have_css("text-align", "center")


def test_the_first_page_says_what_this_is_and_where_to_begin(page, site):
    page.goto(site.url)
    expect(page.get_by_text("Ce site est une leçon sur le Web")).to_be_visible()
    page.get_by_role("link", name="Commencer la leçon").click()
    expect(page).to_have_url(f"{site.url}/lecon/")


def test_a_list_radio_buttons_and_boxes_are_sent_by_get(page, site):
    page.goto(f"{site.url}/composants")
    page.get_by_label("Niveau").select_option("Terminale")
    page.get_by_label("jeudi").check()
    page.get_by_label("robots").check()
    page.get_by_label("web").check()
    page.get_by_role("button", name="Valider").click()
    assert page.url == f"{site.url}/composants?niveau=Terminale&jour=jeudi&activite=robots&activite=web"
    expect(
        page.get_by_text("Vous êtes en Terminale, vous viendrez le jeudi. Activités\u00a0: robots, web.")
    ).to_be_visible()


def test_hello_is_a_page_without_a_template(page, site):
    page.goto(f"{site.url}/hello")
    expect(page.locator("p")).to_have_text("Hello World!")


def test_a_link_leads_to_the_second_page_and_another_one_back(page, site):
    page.goto(site.url)
    page.get_by_role("link", name="Vers la deuxième page").click()
    expect(page).to_have_url(f"{site.url}/suivante")
    expect(page.get_by_text("Vous êtes sur la deuxième page")).to_be_visible()
    page.get_by_role("link", name="Vers la page d’accueil").click()
    expect(page).to_have_url(f"{site.url}/")


def test_the_time_on_page2_is_computed_anew_at_each_reload(page, site):
    page.goto(f"{site.url}/page2")
    expect(page.locator("#bleuCentre")).to_have_text("Voici la deuxième page avec le message\u00a0: Hello World!")
    time = page.get_by_text("à l’horloge du serveur")
    before = time.inner_text()
    wait_until(lambda: page.reload() and time.inner_text() != before, "the server's clock moves on", deadline=10)


def test_a_click_on_the_title_turns_it_orange_and_asks_nothing_of_the_server(page, site):
    page.goto(f"{site.url}/javascript")
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    title = page.locator("#titre")
    expect(title).not_to_have_css("color", "rgb(255, 165, 0)")
    title.click()
    expect(title).to_have_css("color", "rgb(255, 165, 0)")
    expect(title.locator("button")).to_have_css("color", "rgb(255, 165, 0)")
    assert [url for url in requests if not url.endswith("favicon.svg")] == []


def test_the_title_can_be_turned_orange_by_the_keyboard(page, site):
    page.goto(f"{site.url}/javascript")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#titre")).to_have_css("color", "rgb(255, 165, 0)")


def fill_in(page, heading, nom, prenom):
    form = page.locator("form", has_text=heading)
    form.get_by_label("Nom", exact=True).fill(nom)
    form.get_by_label("Prénom").fill(prenom)
    form.get_by_role("button", name="Valider").click()


def test_a_form_sent_by_post_hides_the_names_from_the_address(page, site):
    page.goto(f"{site.url}/formulaire")
    fill_in(page, "Avec POST", "Dupont", "Bob")
    expect(page.get_by_role("heading")).to_have_text("Bienvenue Dupont Bob")
    expect(page).to_have_url(f"{site.url}/bonjour")
    page.get_by_role("link", name="Retourner à la page d’accueil").click()
    expect(page).to_have_url(f"{site.url}/")


def test_a_form_sent_by_get_shows_the_names_in_the_address(page, site):
    page.goto(f"{site.url}/formulaire")
    fill_in(page, "Avec GET", "Dupont", "Zoé")
    expect(page.get_by_role("heading")).to_have_text("Bienvenue Dupont Zoé")
    assert page.url == f"{site.url}/bonjour?Nom=Dupont&Pr%C3%A9nom=Zo%C3%A9"


def test_a_form_left_incomplete_comes_back_and_can_be_completed(page, site):
    for heading in ("Avec POST", "Avec GET"):
        page.goto(f"{site.url}/formulaire")
        fill_in(page, heading, "Dupont", "")
        expect(page.locator(".errorlist")).to_have_text(["Ce champ est obligatoire."])
        expect(page.get_by_label("Nom", exact=False).first).to_have_value("Dupont")
        page.get_by_label("Prénom").fill("Bob")
        page.get_by_role("button", name="Valider").click()
        expect(page.get_by_role("heading")).to_have_text("Bienvenue Dupont Bob")


def test_a_name_with_a_script_in_it_stays_text(page, site):
    page.goto(f"{site.url}/formulaire")
    fill_in(page, "Avec GET", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>")
    expect(page.get_by_role("heading")).to_have_text("Bienvenue <img src=x onerror=alert(1)> <script>alert(1)</script>")


def test_a_wrong_address_gets_a_page_that_leads_back(page, site, expected_problems):
    expected_problems.append(NOT_FOUND)
    assert page.goto(f"{site.url}/pge2").status == 404
    expect(page.get_by_role("heading")).to_have_text("Page introuvable")
    page.get_by_role("link", name="Retourner à la page d’accueil").click()
    expect(page).to_have_url(f"{site.url}/")
