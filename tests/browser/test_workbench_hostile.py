"""A project that means harm, opened by the signed-in teacher: it reads nothing, and the server hears nothing of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.benching import START, open_bench
from tests.browser.chatting import sign_in_as_teacher
from workbench import archive

# In the engine: Python reaches the worker's JavaScript by `import js`.
VIEWS = '''import js
from django.http import HttpResponse

SITE = "{site}"
read = []


def attempt(name, work):
    try:
        read.append(f"{{name}}: {{work()}}")
    except BaseException:
        pass


def ask():
    request = js.XMLHttpRequest.new()
    request.open("GET", SITE + "/admin/?secret-xhr", False)
    request.withCredentials = True
    request.send()
    return request.status


def socket():
    opened = js.WebSocket.new(SITE.replace("http", "ws") + "/ws/chat/accueil?secret-socket")
    opened.onopen = lambda event: read.append("socket: open")
    return []


async def fetched():
    for fetch in (js.fetch, js.Object.getPrototypeOf(js.self).fetch):
        try:
            answer = await fetch(SITE + "/admin/?secret-fetch")
            read.append(f"fetch: {{answer.status}}")
        except BaseException:
            pass


async def accueil(request):
    attempt("request", ask)
    attempt("script", lambda: js.importScripts(SITE + "/static/site/theme.js?secret-script"))
    attempt("cookie", lambda: js.document.cookie)
    attempt("storage", lambda: js.localStorage.length)
    attempt("page", lambda: js.parent.document.title)
    attempt("worker", lambda: js.Worker.new(SITE + "/static/site/theme.js?secret-worker"))
    try:
        socket()
    except BaseException:
        pass
    await fetched()
    return HttpResponse(PAGE)


def bonjour(request):
    return HttpResponse("lu : " + ", ".join(read))


chat = bonjour
PAGE = """{page}"""
'''
# In the pane, as a page's own script.
PAGE = """<!DOCTYPE html><title>Hostile</title><h1>Ouvert</h1>
<link rel="prefetch" href="{site}/hello?secret-hint"><link rel="preconnect" href="{site}">
<img src="{site}/static/site/favicon.svg?secret-image"><script src="{site}/static/site/theme.js?secret-file"></script>
<iframe src="{site}/admin/?secret-frame"></iframe><form action="{site}/admin/?secret-form" method="post"></form>
<p id="read"></p><script>
const found = [];
const attempt = async (name, work) => { try { found.push(name + ": " + (await work())) } catch {} };
(async () => {
  await attempt("page", () => parent.document.title);
  await attempt("top", () => top.document.cookie);
  await attempt("opener", () => opener.document.title);
  await attempt("cookies", () => document.cookie || Promise.reject());
  await attempt("kept", () => new Promise((yes, no) => {
    const asked = indexedDB.open("atelier"); asked.onsuccess = () => yes("open"); asked.onerror = no;
  }));
  await attempt("admin", async () => (await fetch("{site}/admin/?secret-own")).status);
  for (const type of ["ready", "failed", "frame", "loaded", "judged", "printed"]) {
    parent.postMessage({ type, text: "x" }, "*");
  }
  try { top.location = "{site}/admin/?secret-top" } catch {}
  try { new WebSocket("{site}/ws/chat/accueil?secret-own".replace("http", "ws")) } catch {}
  document.getElementById("read").textContent = "lu : " + found.join(", ");
  document.forms[0].submit();
})();
</script>"""


def reached(site):
    return [line for line in site.output.splitlines() if "secret" in line]


@pytest.fixture(scope="module")
def browser(school_s_chromium):
    """What keeps a page from doing harm is tried as schools have it."""
    return school_s_chromium


@pytest.fixture
def bench(browser, site):
    """The workbench of a teacher who is signed in; what is refused shows in its console."""
    with open_bench(
        browser, f"{site.url}/mon-serveur/", allowed=[""], before=lambda page: sign_in_as_teacher(page, site)
    ) as bench:
        yield bench


def test_a_hostile_project_opened_by_the_teacher_reaches_nothing(bench, site, tmp_path):
    bench.page.request.get(f"{site.url}/hello?secret-control")
    before = reached(site)
    assert "secret-control" in str(before)
    page = PAGE.replace("{site}", site.url)
    files = archive.starter() | {"views.py": VIEWS.format(site=site.url, page=page)}
    path = tmp_path / "hostile.zip"
    path.write_bytes(archive.pack("hostile", files))
    bench.page.locator("#zip").set_input_files(path)
    # Its form goes to the pupil's own project, as all that a page asks for: that answers 404.
    expect(bench.console).to_contain_text("secret-form", timeout=START)
    bench.go("/bonjour")
    expect(bench.result().locator("body")).to_have_text("lu :", timeout=START)
    assert bench.page.url == f"{site.url}/mon-serveur/"
    assert reached(site) == before
