"""The pictures of the READMEs, made anew: `python -m tests.pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests import tools
from tests.browser.conftest import chromium
from tests.servers import ROOT, running_site

FOLDER = ROOT / "docs"
SIZE = {"width": 1366, "height": 640}
CONVERSATION = [
    ("Greg", "coucou"),
    ("Nathalie", "ça va ?"),
    ("Greg", "très bien… tu as vu ? Ta réponse est arrivée sans que je recharge la page"),
    ("Zoé", "et sans que je la demande"),
]


def main():
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site, sync_playwright() as playwright:
        browser = chromium(playwright, tools.find_chromium())
        for take, name in [(step, "etape.png"), (chat, "chat.png")]:
            page = take(browser, site)
            page.screenshot(path=FOLDER / name)
            print(f"docs/{name}: {(FOLDER / name).stat().st_size // 1000} kB")
        browser.close()


def new_page(browser):
    return browser.new_context(viewport=SIZE, locale="fr-FR", reduced_motion="reduce").new_page()


def step(browser, site):
    """A form sent by POST: the view, the page it gives, and what travelled."""
    page = new_page(browser)
    page.goto(f"{site.url}/lecon/formulaire-post")
    frame = page.frame_locator("iframe")
    form = frame.locator("form[method=post]")
    form.get_by_label("Prénom").fill("Bob")
    form.get_by_label("Nom", exact=True).fill("Dupont")
    form.get_by_role("button", name="Valider").click()
    expect(frame.get_by_text("Bienvenue Dupont Bob")).to_be_visible()
    page.get_by_role("tab", name="Vue").first.click()
    page.locator(".predict .choice[data-right]").click()
    expect(page.locator(".diagram-row").filter(has_text="POST /bonjour")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(0, 0)
    return page


def chat(browser, site):
    """Three pupils in one room, seen by the last."""
    pages = {name: new_page(browser) for name, _ in CONVERSATION}
    for name, page in pages.items():
        page.goto(f"{site.url}/chat/accueil")
        page.locator("#in1").fill(name)
    for name, message in CONVERSATION:
        pages[name].locator("#in2").fill(message)
        pages[name].locator("#in2").press("Enter")
        for page in pages.values():
            expect(page.locator("#zoneMessage").get_by_text(message, exact=True)).to_be_visible()
    return pages["Zoé"]


if __name__ == "__main__":
    main()
