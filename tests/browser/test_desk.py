"""A teacher at the desk and pupils, each in a browser of their own."""

import re
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.test_lesson import answer_all
from tests.browser.test_pupils import claim
from tests.servers import ROOT, running_site

PASSWORD = "une-phrase-assez-longue"
CREATE = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("mme-durand", password="{PASSWORD}")
"""
FORGET = """
from chat.models import Room
from classroom.models import Block, Seance, Station
from pupils.models import Pupil
for model in (Block, Room, Pupil, Seance, Station): model.objects.filter(pk__gte=900).delete()
"""
REFRESHED = 11_000  # milliseconds, in which the lists of the desk's chat are fetched anew
ENGINE = 120_000  # milliseconds until Python has started and judged, on a busy machine
PHONE = {"width": 390, "height": 844}
# What one must scroll sideways to read: a table, or the page.
OVERFLOWING = """() => [...document.querySelectorAll("html, .table-scroll")]
    .filter((box) => box.scrollWidth > box.clientWidth)
    .map((box) => `${box.className || box.localName}: ${box.scrollWidth}`)"""
IS_SEEN = """(element) => {
    const { left, top } = element.getBoundingClientRect();
    return element === document.elementFromPoint(left + 5, top + 5);
}"""
VECTORS = [
    "<img src=x onerror=window.ran=1>",
    "<script>window.ran=1</script>",
    "<svg onload=window.ran=1>",
    "<svg><script>window.ran=1</script></svg>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<iframe src=javascript:parent.ran=1></iframe>",
    "<body onload=window.ran=1>",
    "<details open ontoggle=window.ran=1>",
    "<input autofocus onfocus=window.ran=1>",
    "<video><source onerror=window.ran=1></video>",
    "<audio src=x onerror=window.ran=1>",
    "<object data=javascript:window.ran=1></object>",
    "<embed src=javascript:window.ran=1>",
    "<math><mtext><img src=x onerror=window.ran=1></mtext></math>",
    "<style onload=window.ran=1></style>",
    "<marquee onstart=window.ran=1>",
    "<a href=javascript:window.ran=1 autofocus onfocus=window.ran=1>a</a>",
    "<form action=javascript:window.ran=1><button id=screen></form>",
    "<base href=//evil.example/><script src=a.js></script>",
    "{{ 7|add:7 }}{% now 'Y' %}${window.ran=1}\u2028window.ran=1",
]
PAYLOADS = [before + vector for vector in VECTORS for before in ("", '">', "'>", "</script>", "</textarea></title>")]


@pytest.fixture(scope="module")
def class_site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("class"), SHARED_ADDRESS=1) as site:  # the class sits at one PC here
        command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", CREATE]
        subprocess.run(command, cwd=ROOT, env=site.environment, check=True)
        yield site


@pytest.fixture(scope="module")
def staff(browser, class_site):
    """What the teacher's browser keeps once it has signed in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://localhost:{class_site.port}/classe")
    page.locator("[name=username]").fill("mme-durand")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Connexion").click()
    expect(page.get_by_role("heading", name="La classe")).to_be_visible()
    yield context.storage_state()
    context.close()


@pytest.fixture
def desk(class_site, new_page, staff):
    page = new_page(storage_state=staff)
    page.goto(f"http://localhost:{class_site.port}/classe")
    expect(page.get_by_role("heading", name="La classe")).to_be_visible()
    return page


@pytest.fixture
def pupil(class_site, new_page):
    """`pupil(name)`: somebody who came in by the home page, took a name and opened the first step."""

    def enter(name):
        page = new_page()
        page.goto(f"{class_site.url}/")
        page.get_by_role("link", name="leçon").first.click()
        claim(page, name)
        page.get_by_role("link", name="Le serveur").first.click()
        expect(page.locator(".diagram")).to_be_visible()
        return page

    return enter


def row(desk, name):
    return desk.locator("#pupils tr", has_text=name)


def act(desk, name, label):
    row(desk, name).locator("summary").click()
    row(desk, name).get_by_role("button", name=label).click()


def judged(bench):
    """What the engine says of the exercise that is on the page, which is not done."""
    expect(bench.locator("#engine-status")).to_contain_text("en marche", timeout=ENGINE)
    bench.get_by_role("button", name="Vérifier", exact=True).click()
    expect(bench.locator("#verdict")).to_contain_text("Pas encore", timeout=ENGINE)
    return bench.locator(".verdict-did").text_content()


def screen(page):
    return page.locator("#class-screen")


def test_the_desk_shows_who_is_here_and_where(desk, pupil):
    alice, bob = pupil("Alice"), pupil("Bob")
    for name in ("Alice", "Bob"):
        expect(row(desk, name)).to_contain_text("Le serveur")
    last = desk.locator("#pupils tr").last
    last.locator("summary").click()
    desk.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert last.get_by_role("button", name="Bloquer ce poste").evaluate(IS_SEEN)  # below the table
    last.locator("summary").click()
    alice.get_by_role("link", name=re.compile("Suivante")).click()
    expect(row(desk, "Alice")).to_contain_text("Structurer")
    expect(row(desk, "Bob")).to_contain_text("Le serveur")
    assert bob.evaluate("window.ran") is None


def test_all_screens_pause_and_go_on(desk, pupil):
    chloe = pupil("Chloé")
    desk.locator("#screen-text").fill("Regardez le tableau blanc.")
    desk.get_by_role("button", name="Regardez-moi").click()
    expect(screen(chloe)).to_have_text("Regardez le tableau blanc.")
    assert chloe.evaluate("document.querySelector('main').inert")
    chloe.reload()  # which is no way out
    expect(screen(chloe)).to_have_text("Regardez le tableau blanc.")
    desk.get_by_role("button", name="Rendre les écrans").click()
    expect(screen(chloe)).to_be_hidden()
    assert not chloe.evaluate("document.querySelector('main').inert")


def test_the_teacher_s_code_is_on_all_screens_as_it_is_typed(desk, pupil):
    david = pupil("David")
    desk.locator("#screen-text").fill("def hello(request):")
    desk.get_by_role("button", name="mon code").click()
    expect(screen(david)).to_contain_text("def hello(request):")
    desk.locator("#screen-text").press("End")
    desk.locator("#screen-text").press_sequentially("\n    return")
    expect(screen(david).locator("code")).to_have_text("def hello(request):\n    return")
    david.get_by_role("link", name="Exercices").click()
    expect(screen(david)).to_contain_text("return")
    frame = david.context.new_page()
    frame.goto(desk.url.replace("/classe", "/hello").replace("localhost", "127.0.0.1"))
    expect(frame.locator("#class-screen")).to_have_count(0)  # the lesson's own pages stay as they are
    desk.get_by_role("button", name="Rendre les écrans").click()
    expect(screen(david)).to_be_hidden()


def test_a_pupil_s_exchange_is_shown_to_all_without_the_name(desk, pupil):
    emma, farid = pupil("Emma"), pupil("Farid")
    expect(row(desk, "Emma")).to_contain_text("Le serveur")
    act(desk, "Emma", "Son échange au tableau")
    expect(screen(farid).locator(".diagram")).to_contain_text("GET /hello")
    expect(screen(farid)).not_to_contain_text("Emma")
    assert emma.locator("#class-screen .diagram").count() == 1
    desk.get_by_role("button", name="Rendre les écrans").click()
    expect(screen(farid)).to_be_hidden()


def test_an_insult_is_removed_with_all_of_its_author_s_in_three_acts(desk, pupil):
    greg, ines = pupil("Greg"), pupil("Inès")
    for page in (greg, ines):
        page.get_by_role("link", name="Chat", exact=True).click()
        page.locator("#salons").get_by_role("link", name="Accueil").click()
    for text in ("bonjour", "gros nul"):
        greg.locator("#in2").fill(text)
        greg.locator("#in2").press("Enter")
        expect(ines.locator("#zoneMessage")).to_contain_text(text)
    desk.get_by_role("link", name="Le chat").click()
    line = desk.locator("#messages tr", has_text="gros nul")
    line.get_by_role("button", name="Tout de cet auteur").click()
    expect(desk.get_by_text("« gros nul »")).to_be_visible()
    desk.get_by_role("button", name="Retirer tous les messages de Greg (2)").click()
    expect(ines.locator("#zoneMessage")).not_to_contain_text("gros nul")
    expect(ines.locator("#zoneMessage")).not_to_contain_text("bonjour")
    expect(desk.locator("#messages tr", has_text="gros nul")).to_contain_text("retiré par mme-durand")
    desk.get_by_role("link", name="Journal").click()
    expect(desk.get_by_role("main")).to_contain_text("Retirer tous les messages de Greg (2)")


def test_the_desk_says_who_holds_how_much_open(desk, pupil):
    pupil("Lina")
    desk.clock.install()
    desk.get_by_role("link", name="Le chat").click()
    line = desk.locator("#traffic tr", has_text="127.0.0.1")
    expect(line).to_contain_text("ce PC")
    expect(line).to_contain_text("Lina")
    expect(line.locator(".number").first).to_have_text(re.compile(r"[1-9]"))
    expect(line.locator(".number").nth(1)).to_have_text(re.compile(r"[1-9].*o"))
    pupil("Kevin")
    desk.clock.run_for(REFRESHED)
    expect(line).to_contain_text("Kevin")  # though nobody writes anything
    desk.set_viewport_size(PHONE)
    assert desk.evaluate(OVERFLOWING) == []
    desk.get_by_role("link", name="La classe").click()
    expect(desk.locator("#pupils")).to_contain_text("Lina")
    assert desk.evaluate(OVERFLOWING) == []
    expect(line.get_by_role("button")).to_have_count(0)  # nobody shuts the site's own PC out


def test_a_hundred_hostile_texts_stay_text_at_the_desk_and_fit_a_phone(desk, class_site):
    """In names, titles of rooms and séances, messages, answers, code, file names and exports."""
    fill = f"""
import json
from chat.models import Message, Room
from classroom.models import Block, HandIn, Seance, Station
from pupils.models import Note, Pupil, Version
seance = Seance.objects.create(pk=900, title={PAYLOADS[0]!r}, steps=["serveur"], exercises=["route"])
words = {PAYLOADS!r}
files = {{text: text for text in words}}
for n, text in enumerate(words):
    pupil = Pupil.objects.create(pk=900 + n, name=f"{{text[:24]}} {{n}}")
    room = Room.objects.create(pk=900 + n, title=f"{{text[:40]}} {{n}}")
    Message.objects.create(room=room, number=1, client_id="1", user_name=pupil.name, text=text, author=pupil.pk)
    for key in ("here", "stuck"):
        value = dict(slug="x", title=text, did=text, code=text, tries=1, path=text)
        Note.objects.create(pupil=pupil, key=f"lesson.{{key}}", value=json.dumps(value))
Version.objects.create(pupil_id=900, project="mon-serveur", files=files, reason=words[1])
copy = dict(answers={{"serveur": files}}, projects={{words[0]: files}}, passed=words, mark="<b>", comment=words[0])
HandIn.objects.create(pk=900, seance=seance, pupil_id=900, **copy)
browser = f"Mozilla/5.0 (X11; Linux x86_64) {{words[0]}}" + " Gecko/20100101" * 5
for pk in (900, 901):
    Station.objects.create(pk=pk, place=pk, address="10.0.0.9", claim=900, browser=browser, modules=pk == 900)
Block.objects.create(pk=900, address="2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", until="2999-01-01T00:00Z", by=words[0])
"""
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", fill]
    subprocess.run(command, cwd=ROOT, env=class_site.environment, check=True)
    expect(desk.locator("#pupils tr", has_text="onerror").first).to_be_attached()
    home = desk.url
    full = ["", "/chat", "/seances", "/seances/900", "/rendus/900", "/eleve/900", "/postes", "/liste"]
    for page in [*full, "/journal", "/nouvelle", "/collegues", "/diagnostic"]:
        desk.set_viewport_size({"width": 1366, "height": 641})
        desk.goto(f"{home}{page}")
        expect(desk.locator("body")).to_contain_text("onerror" if page in full else "e")
        assert desk.evaluate("window.ran") is None, page
        desk.set_viewport_size(PHONE)
        assert desk.evaluate(OVERFLOWING) == [], page
        assert desk.locator("main :is(img, iframe, script, object, embed, video, base)").count() == 0, page
    for address in (f"{home}/chat/900.csv", f"{home}/chat/900.json", f"{home}/seances/900/rendus.zip"):
        answer = desk.request.get(address)
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    subprocess.run([*command[:-1], FORGET], cwd=ROOT, env=class_site.environment, check=True)


def test_with_a_list_only_its_pupils_come_in_with_their_codes(desk, class_site, new_page, expected_problems):
    expected_problems.append("/eleve/nom")  # refused twice
    desk.get_by_role("link", name="Liste", exact=True).click()
    desk.get_by_label("Un pseudonyme par ligne").fill("Noor\nMaël")
    desk.get_by_role("button", name="Inscrire").click()
    desk.get_by_role("button", name="Réserver l’entrée").click()
    code = desk.get_by_role("row").filter(has_text="Noor").locator("code").text_content()
    noor = new_page()
    noor.goto(f"{class_site.url}/")
    noor.get_by_role("link", name="leçon").first.click()
    noor.locator(".who summary").click()
    for name, words in (("Zorro", "a déjà inscrit la classe"), ("Noor", "déjà pris")):
        noor.get_by_label("Choisir un pseudonyme").fill(name)
        noor.get_by_role("button", name="Choisir").click()
        expect(noor.get_by_role("alert")).to_contain_text(words)
    noor.keyboard.type(code)  # the name is there already
    noor.keyboard.press("Enter")
    expect(noor.locator(".who summary")).to_contain_text("Noor")
    desk.get_by_role("button", name="Laisser chacun").click()
    desk.get_by_role("row").filter(has_text="Maël").get_by_role("button", name="Libérer").click()
    desk.get_by_role("button", name="Libérer le pseudonyme Maël").click()
    expect(desk.get_by_role("row").filter(has_text="Maël")).to_have_count(0)


def test_a_seance_counts_says_which_question_is_hard_and_greets_at_its_end(desk, pupil):
    desk.get_by_role("link", name="Séances et rendus").click()
    desk.get_by_label("Titre", exact=True).fill("La mienne")
    for step in ("1. Le serveur", "2. Structurer"):
        desk.get_by_label(step).check()
    desk.get_by_role("button", name="Enregistrer et commencer").click()
    desk.get_by_role("link", name="La classe").click()
    jade, karim = pupil("Jade"), pupil("Karim")
    for choice in ("Le serveur", "Les deux", "Le client"):  # to try them all is not to find
        karim.locator(".question").first.get_by_role("button", name=choice).click()
    answer_all(jade)
    hard = desk.locator("#steps > li", has_text="Le serveur").get_by_role("listitem").first
    expect(hard).to_have_text("question 1\xa0: 50\xa0% se trompent")
    jade.get_by_role("link", name="Leçon").click()
    expect(jade.locator("#seance-count")).to_have_text("1 sur 2")
    further = jade.locator("h2:text('Plus loin') + .step-list")
    expect(further).to_contain_text("Des variables")
    expect(further).not_to_contain_text("Structurer")
    jade.locator("#seance").get_by_role("link", name="Structurer").click()
    expect(jade.locator(".diagram")).to_be_visible()
    answer_all(jade)
    jade.get_by_role("link", name="Leçon").click()
    expect(jade.get_by_text("Bravo, vous avez tout fait")).to_be_visible()
    karim.get_by_role("link", name="Leçon").click()
    expect(karim.get_by_text("Bravo, vous avez tout fait")).to_be_hidden()


def test_a_seance_is_chosen_handed_in_marked_and_read_in_the_editor(desk, pupil):
    desk.get_by_role("link", name="Séances et rendus").click()
    desk.get_by_role("listitem").filter(has_text="Requête et réponse").get_by_role("button").click()
    desk.get_by_role("link", name="Requête et réponse").click()
    desk.get_by_label("Les élèves peuvent rendre leur travail").check()
    desk.get_by_role("button", name="Enregistrer").click()
    hugo = pupil("Hugo")
    hugo.get_by_role("link", name="Leçon").click()
    expect(hugo.get_by_role("heading", name="Aujourd’hui : Requête et réponse")).to_be_visible()
    expect(hugo.locator("#seance-count")).to_have_text("0 sur 4")
    hugo.get_by_role("link", name="Votre première route").click()
    expect(hugo.locator(".ace_content").first).to_contain_text("import")
    hugo.get_by_role("link", name="Leçon").click()
    hugo.get_by_role("button", name="Rendre mon travail").click()
    expect(hugo.get_by_text("Votre travail est rendu")).to_be_visible()

    desk.reload()
    desk.get_by_role("row").filter(has_text="Hugo").get_by_role("link").click()
    desk.get_by_label("Note ou mention").fill("14")
    desk.get_by_role("button", name="Rendre à l’élève").click()
    desk.locator(".desk-code summary").first.click()
    desk.get_by_label("Remarque à la ligne 1", exact=True).first.fill("Et cette ligne ?")
    desk.get_by_role("button", name="Ajouter").first.click()
    hugo.get_by_role("link", name="Votre première route").click()
    expect(hugo.locator(".given-back")).to_contain_text("14")
    expect(hugo.locator(".given-back")).to_contain_text("Et cette ligne ?")
    desk.get_by_role("link", name="← Requête et réponse").click()
    desk.get_by_label("jusqu’à").fill(f"{datetime.now() - timedelta(minutes=5):%Y-%m-%dT%H:%M}")
    desk.get_by_role("button", name="Enregistrer").click()
    desk.get_by_role("row").filter(has_text="Hugo").get_by_role("button", name="Donner 15 min").click()
    for page, may_still in ((hugo, 1), (pupil("Léa"), 0)):
        page.get_by_role("link", name="Leçon").click()
        expect(page.locator("#seance")).to_be_visible()
        expect(page.get_by_role("button", name="Rendre mon travail")).to_have_count(may_still)
    desk.get_by_role("link", name="Séances et rendus").click()
    desk.get_by_role("button", name="Terminer").click()
    hugo.get_by_role("link", name="Leçon").click()
    expect(hugo.locator("#seance")).to_have_count(0)


def test_who_is_stuck_is_seen_at_the_desk_and_what_was_handed_in_is_judged_again(desk, pupil):
    ilyes = pupil("Ilyès")
    ilyes.get_by_role("link", name="Exercices").click()
    ilyes.locator(".exercise-menu summary").click()
    ilyes.get_by_role("link", name="Votre première route").click()
    said = judged(ilyes)
    expect(row(desk, "Ilyès")).to_contain_text("Votre première route, à l’instant, 1\xa0essai")
    expect(row(desk, "Ilyès")).to_contain_text(said)
    expect(desk.locator("#mistakes")).to_contain_text("1 élève\xa0: Votre première route")
    desk.get_by_role("link", name="Séances et rendus").click()
    desk.get_by_role("listitem").filter(has_text="Requête et réponse").get_by_role("button").click()
    desk.get_by_role("link", name="Rendus et notes").first.click()
    desk.get_by_label("Les élèves peuvent rendre leur travail").check()
    desk.get_by_role("button", name="Enregistrer").click()
    ilyes.get_by_role("link", name="Leçon").click()
    ilyes.get_by_role("button", name="Rendre mon travail").click()
    expect(ilyes.get_by_text("Votre travail est rendu")).to_be_visible()
    ilyes.close()
    desk.reload()
    desk.get_by_role("row").filter(has_text="Ilyès").get_by_role("link").click()
    desk.get_by_role("link", name="Vérifier à nouveau").click()
    expect(desk.get_by_role("heading", name="Ilyès : Votre première route")).to_be_visible()
    assert judged(desk) == said
