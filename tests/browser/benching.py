"""The workbench as a pupil uses it."""

from contextlib import contextmanager

from playwright.sync_api import expect

from tests.browser.conftest import watch

START = 120_000  # milliseconds for the engine on a busy machine
KEPT = """async (name) => {
    const { Keeper } = await import("/static/workbench/store.js");
    return (await new Keeper("mon-serveur").read())?.files[name];
}"""


class Bench:
    def __init__(self, page):
        self.page = page
        self.status = page.locator("#engine-status")
        self.verdict = page.locator("#verdict")
        self.console = page.locator("#console")

    def result(self, client="A"):
        return self.page.frame_locator(f"section[aria-label='Navigateur du client {client}'] iframe:not([hidden])")

    def open_file(self, name):
        self.page.get_by_role("navigation", name="Fichiers").get_by_role("button", name=name, exact=True).click()

    def write(self, text):
        """Replace the open file's text by typing over it."""
        self.page.locator(".ace_text-input").focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def save(self):
        self.page.keyboard.press("Control+S")

    def go(self, address, client="A"):
        field = self.page.get_by_label(f"Adresse du client {client}")
        field.fill(address)
        field.press("Enter")

    def runs(self):
        expect(self.status).to_contain_text("Serveur en marche", timeout=START)

    def start_again(self):
        """The first project, at its first page, its views before the eyes."""
        page = self.page
        page.locator("summary", has_text="Projet").click()
        page.get_by_role("button", name="Recommencer").click()
        page.get_by_role("dialog").get_by_role("button", name="Recommencer").click()
        page.locator("#clients").select_option("1")
        expect(self.result().get_by_role("heading", name="Hello World!")).to_be_visible()
        self.open_file("views.py")

    def kept(self, name):
        """The text of a file of the first project as it lies in the browser's storage."""
        return self.page.evaluate(KEPT, name)


@contextmanager
def open_bench(browser, url, allowed=(), before=lambda page: None):
    """The workbench at an address, once its server runs; fails on errors in its console, but for texts of `allowed`.

    `before(page)` is called before it is opened.
    """
    context = browser.new_context(viewport={"width": 1366, "height": 641}, locale="fr-FR")
    problems = []
    context.on("page", lambda page: watch(page, problems))
    page = context.new_page()
    before(page)
    page.goto(url)
    bench = Bench(page)
    bench.runs()
    yield bench
    context.close()
    left = [problem for problem in problems if not any(text in problem for text in allowed)]
    assert not left, left
