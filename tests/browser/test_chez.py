"""A pupil's server and its visitors, each in a real browser: Greg opens his, Nathalie comes."""

import os
import re
import socket
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.chatting import sign_in_as_teacher
from tests.browser.conftest import watch
from tests.servers import free_port, running_site, unique_name, wait_until
from workbench import archive

START = 120_000  # milliseconds for the engine on a busy machine
SHARE = "Ouvrir mon serveur aux autres"
# What each of these tests brings about, and the browser's console tells.
FORESEEN = [
    "status of 502",
    "ERR_CONNECTION_REFUSED",
    "status of 504",
    "status of 403",
    "status of 404",
    "WebSocket",
    "/chez/",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One of their own: it is started anew."""
    with running_site(tmp_path_factory.mktemp("chez"), SHARED_ADDRESS=1) as site:
        yield site


@pytest.fixture(scope="module")
def teacher(browser, site):
    """The page where the teacher has opened « Chez »."""
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in_as_teacher(page, site)
    page.goto(f"{site.url}/chez/")
    page.get_by_role("button", name=re.compile("Ouvrir .* pour la séance")).click()
    expect(page.get_by_role("button", name="Tout fermer")).to_be_visible()
    yield page
    page.context.close()


LINKS = """<!DOCTYPE html><h1>Hello World!</h1>
<a href="/chat">en dur</a> <a href="{% url 'bonjour' %}">par son nom</a>"""
REDIRECTING = """from django.shortcuts import redirect, render


def accueil(request):
    return redirect("/chat")


def chat(request):
    return render(request, "chat.html")


bonjour = chat
"""
SANDBOXED = """from django.http import HttpResponse

PAGE = '''<!doctype html><p id=a></p><script>
alert(1); localStorage.setItem("a", 1); document.cookie = "a=1"; sessionStorage.b;
a.textContent = "la suite " + origin + document.cookie;
</script>'''


def accueil(request):
    return HttpResponse(PAGE)


bonjour = chat = accueil
"""
SLOW = """import asyncio

from django.http import HttpResponse


async def accueil(request):
    if "lent" in request.GET:
        await asyncio.sleep(60)
    return HttpResponse("à l’heure")


bonjour = chat = accueil
"""
READING = """import json

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def accueil(request):
    if request.method != "POST":
        return HttpResponse("vivant")
    try:
        json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse("illisible")
    return HttpResponse("lu")


bonjour = chat = accueil
"""
SHAMEFUL = """from django.http import HttpResponse


def accueil(request):
    return HttpResponse("<h1>Honte</h1>")


bonjour = chat = accueil
"""


class Greg:
    """A pupil at the workbench."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.status, self.console = page.locator("#engine-status"), page.locator("#console")
        self.menu = page.locator("#share summary")

    def opens(self):
        """Open the server to others; returns the address to dictate, as this PC reaches it."""
        self.unfold()
        self.page.get_by_role("button", name=SHARE).click()
        expect(self.page.locator("[data-share=address]")).to_contain_text("/chez/")
        return urlsplit(self.page.locator("[data-share=address]").text_content()).path

    def unfold(self):
        self.page.locator("#share").evaluate("(menu) => { menu.open = true }")

    def closes(self):
        self.unfold()
        self.page.get_by_role("button", name="Fermer", exact=True).click()

    def write(self, name, text):
        self.page.get_by_role("navigation", name="Fichiers").get_by_role("button", name=name, exact=True).click()
        self.page.locator(".ace_text-input").focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        before = self.console.locator("li").count()
        self.page.keyboard.press("Control+S")
        wait_until(lambda: self.console.locator("li").count() > before, "the pane asks the changed server")


def claim(page, site, name):
    page.goto(f"{site.url}/lecon/")
    page.locator(".who summary").click()
    page.get_by_label("Choisir un pseudonyme").fill(name)
    page.get_by_role("button", name="Choisir").click()
    expect(page.locator(".who summary")).to_contain_text(name)


@pytest.fixture(scope="module")
def greg(browser, site, teacher):
    """His server runs; fails on any error in his own page's console."""
    context = browser.new_context(viewport={"width": 1366, "height": 641}, locale="fr-FR")
    problems = []
    context.on("page", lambda page: watch(page, problems))
    page = context.new_page()
    name = unique_name()
    claim(page, site, name)
    page.goto(f"{site.url}/mon-serveur/")
    expect(page.locator("#engine-status")).to_contain_text("Serveur en marche", timeout=START)
    yield Greg(page, name)
    context.close()
    assert [problem for problem in problems if "ERR_CONNECTION_REFUSED" not in problem] == []  # the restart


@pytest.fixture(scope="module")
def address(greg):
    return greg.opens()


@pytest.fixture
def visit(new_page, site, address, expected_problems):
    """`visit("Nathalie")`: a browser that has entered Greg's server; without a name, one without a pseudonym."""
    expected_problems += FORESEEN

    def visit(name="", path=""):
        page = new_page()
        if name:
            claim(page, site, name)
        page.goto(f"{site.url}{address}{path}")
        page.get_by_role("link", name="Entrer chez").click()
        return page

    return visit


def test_a_neighbour_reads_a_page_sends_a_form_and_chats_on_the_pupil_s_server(visit, greg):
    name = unique_name()
    page = visit(name)
    expect(page.get_by_role("heading", name="Hello World!")).to_have_css("color", "rgb(72, 61, 139)")
    page.get_by_label("Votre nom").fill("Nathalie")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("heading", name="Bonjour Nathalie")).to_be_visible()
    page.get_by_role("link").click()
    page.get_by_role("link", name="Aller au chat").click()
    other = visit(path="chat")
    expect(other.get_by_label("Message")).to_be_visible()
    page.get_by_label("Votre nom").fill("Nathalie")
    page.get_by_label("Message").fill("coucou")
    page.get_by_role("button", name="Envoyer").click()
    for reader in (page, other):
        expect(reader.get_by_text("Nathalie : coucou")).to_be_visible()
    console = greg.console.text_content()
    assert re.search(rf'{name} - - \[.*?\] "POST /bonjour HTTP/1.1" 200 -', console)
    assert re.search(r'Visiteur \d+ - - \[.*?\] "GET /ws/chat HTTP/1.1" 101 -', console)
    assert "~" not in console


def test_the_pupil_s_diagram_names_the_visitor_and_shows_no_secret(visit, greg):
    name = unique_name()
    page = visit(name)
    page.get_by_label("Votre nom").fill("Secret")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("heading", name="Bonjour Secret")).to_be_visible()
    row = greg.page.locator(".diagram-row", has_text=name).filter(has_text="POST /bonjour").last
    expect(greg.page.locator(".diagram-heads")).to_contain_text("Visiteurs")
    row.click()
    details = greg.page.locator(".diagram-details")
    expect(details).to_contain_text("Nom")
    expect(details).to_contain_text("Secret")
    expect(details).to_contain_text("••••")
    assert not re.search(r"[A-Za-z0-9]{32,}", details.text_content())
    greg.page.keyboard.press("Escape")


def test_the_list_tells_who_runs_and_who_visits(visit, new_page, site, greg):
    name = unique_name()
    visit(name)
    page = new_page()
    page.goto(f"{site.url}/chez/")
    server = page.locator("#servers li", has_text=greg.name)
    expect(server).to_contain_text(name)
    expect(server.get_by_role("link")).to_have_attribute("href", re.compile("^/chez/"))


def test_without_a_pseudonym_one_is_asked_for_it(new_page, site, teacher):
    page = new_page()
    page.goto(f"{site.url}/mon-serveur/")
    page.locator("#share summary").click()
    page.get_by_role("button", name=SHARE).click()
    expect(page.locator("[data-share=said]")).to_contain_text("Prenez d’abord un pseudonyme")


def test_a_blocked_port_is_said_before_anything_is_opened(greg, new_page, site, expected_problems):
    expected_problems += ["/chez/", "ERR_FAILED"]
    page = new_page()
    page.route(
        "**/chez/",
        lambda route: route.abort() if urlsplit(site.url).netloc not in route.request.url else route.continue_(),
    )
    page.goto(f"{site.url}/mon-serveur/")
    page.locator("#share summary").click()
    page.get_by_role("button", name=SHARE).click()
    expect(page.locator("[data-share=said]")).to_contain_text(re.compile(r"Le réseau bloque le port \d+"))


def test_addresses_written_from_the_root_are_explained_to_the_visitor_and_to_the_pupil(visit, greg):
    greg.write(
        "templates/accueil.html",
        LINKS,
    )
    page = visit()
    page.get_by_role("link", name="en dur").click()
    expect(page.get_by_role("heading")).to_contain_text("hors de tout serveur")
    expect(page.locator("main")).to_contain_text("{% url 'page2' %}")
    page.go_back()
    page.get_by_role("link", name="par son nom").click()
    expect(page.get_by_role("heading", name="Bonjour")).to_be_visible()
    expect(greg.console).to_contain_text('href="/chat" mène vos visiteurs hors de votre serveur')


def test_a_redirect_written_from_the_root_is_explained(visit, greg):
    greg.write(
        "views.py",
        REDIRECTING,
    )
    page = visit()
    expect(page.get_by_role("heading")).to_contain_text(f"Cette redirection sort de chez {greg.name}")


def test_a_page_in_the_sandbox_runs_on_and_the_console_says_what_it_may_not(visit, greg):
    greg.write(
        "views.py",
        SANDBOXED,
    )
    said = []
    page = visit()
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    expect(page.locator("#a")).to_have_text("la suite null")
    assert all(any(word in text for text in said) for word in ("alert", "localStorage", "document.cookie"))


def test_what_is_too_slow_is_504_and_the_engine_lives(visit, greg):
    greg.write("views.py", SLOW)
    page = visit(path="?lent=1")
    expect(page.get_by_role("heading")).to_contain_text("ne répond pas")
    assert page.locator(".status").text_content() == "504"
    page.goto(page.url.partition("?")[0])
    expect(page.locator("body")).to_contain_text("à l’heure")


def test_no_visitor_ends_the_engine(visit, greg):
    greg.write("views.py", READING)
    page = visit()
    sent = page.evaluate(
        """async () => {
            const bodies = ["[".repeat(60_000), '{"a":'.repeat(12_000), "9".repeat(60_000), "x".repeat(65_536)];
            const ask = async (body) => (await fetch("bonjour", { method: "POST", body })).status;
            const statuses = [];
            for (const body of bodies) statuses.push(await ask(body));
            const flood = await Promise.all(Array.from({ length: 40 }, () => ask("[1]")));
            return [statuses, [...new Set(flood)]];
        }"""
    )
    assert sent == [[200, 200, 200, 200], [200]]
    page.reload()
    expect(page.locator("body")).to_contain_text("vivant")
    expect(greg.status).to_contain_text("Serveur en marche")
    assert "Python redémarre" not in greg.console.text_content()


def test_a_reload_opens_the_server_again_and_a_closed_one_is_502(visit, greg):
    greg.write("views.py", SHAMEFUL)
    page = visit()
    greg.page.reload()
    expect(greg.status).to_contain_text("Serveur en marche", timeout=START)
    expect(greg.menu).to_contain_text("Ouvert aux autres")
    page.reload()
    expect(page.get_by_role("heading", name="Honte")).to_be_visible()
    greg.closes()
    expect(greg.menu).to_contain_text("Ouvrir aux autres")
    page.reload()
    expect(page.get_by_role("heading")).to_contain_text(f"Le serveur de {greg.name} est arrêté")
    greg.opens()


def test_the_teacher_closes_one_server_and_reads_its_last_page(greg, teacher, visit, site):
    greg.write(
        "views.py",
        SHAMEFUL,
    )
    expect(visit().get_by_role("heading", name="Honte")).to_be_visible()
    teacher.goto(f"{site.url}/classe")
    expect(teacher.get_by_role("row", name=greg.name)).to_contain_text("serveur ouvert")
    teacher.get_by_role("link", name="Chez les élèves").click()
    teacher.get_by_role("button", name=f"Fermer le serveur de {greg.name}").click()
    greg.unfold()
    expect(greg.page.locator("[data-share=said]")).to_contain_text("Le professeur a fermé votre serveur aux autres.")
    teacher.reload()
    stopped = teacher.locator("li", has_text=greg.name).filter(has=teacher.get_by_role("link", name="Dernière page"))
    stopped.get_by_role("link").click()
    expect(teacher.locator(".proof")).to_have_text("<h1>Honte</h1>")
    teacher.get_by_role("button", name="Laisser rouvrir").click()
    greg.opens()


def test_after_a_restart_of_the_site_the_tab_comes_back_by_itself(greg, visit, site):
    page = visit()
    expect(page.get_by_role("heading", name="Honte")).to_be_visible()
    site.restart()

    def answers():
        page.reload()
        return page.get_by_role("heading", name="Honte").count()

    wait_until(answers, "the pupil's server answers again")
    expect(greg.menu).to_contain_text("Ouvert aux autres")


# --- the one line by which a page opens its socket, wherever it is served ---------------------------------------------

MOUNTED = 'from settings import *\n\nFORCE_SCRIPT_NAME = "/~A"\n'
BY_HAND = ["manage.py", "runserver", "--noreload", "127.0.0.1:{port}"]


@contextmanager
def project_server(folder, *command):
    """The downloaded project, run by hand; `{port}` in the command is its port."""
    port = free_port()
    words = [sys.executable, *(word.format(port=port) for word in command)]
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(words, cwd=folder, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: is_open(port), "the project answers")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def unzipped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zip")
    zipfile.ZipFile(BytesIO(archive.pack("greg", archive.starter()))).extractall(folder)
    project = next(folder.glob("**/manage.py")).parent
    (project / "mounted_settings.py").write_text(MOUNTED, encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("command", "root"),
    [(BY_HAND, ""), ([*BY_HAND, "--settings", "mounted_settings"], "/~A")],
    ids=["zip", "frame"],
)
def test_the_line_that_opens_a_socket_holds_in_the_zip_and_in_a_frame(
    new_page, unzipped, command, root, expected_problems
):
    expected_problems.append("favicon.ico")
    with project_server(unzipped, *command) as url:
        page = new_page()
        page.goto(f"{url}{root}/chat")
        says_and_hears(page)


def test_that_line_holds_at_a_visitor_s_and_in_the_pane(visit, greg):
    greg.page.locator("summary", has_text="Projet").click()
    greg.page.get_by_role("button", name="Recommencer").click()
    greg.page.get_by_role("dialog").get_by_role("button", name="Recommencer").click()
    page = visit()

    def is_the_starter():
        page.reload()
        return page.get_by_role("heading", name="Hello World!").count()

    wait_until(is_the_starter, "the server runs the new project")
    page.goto(f"{page.url}chat")
    says_and_hears(page)
    field = greg.page.get_by_label("Adresse du client A")
    field.fill("/chat")
    field.press("Enter")
    says_and_hears(greg.page.frame_locator("section[aria-label='Navigateur du client A'] iframe:not([hidden])"))


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def says_and_hears(page):
    """As who presses Enter again: as long as the socket is not open, the message stays in its field.

    The name, too, is written each time: a page that is loaded again meanwhile has lost it.
    """

    def says():
        page.get_by_label("Votre nom").fill("Zoé")
        page.get_by_label("Message").fill("coucou")
        page.get_by_label("Message").press("Enter")
        page.get_by_label("Message").press("Tab")
        return page.get_by_text("Zoé : coucou").count()

    wait_until(says, "what was said comes back")
