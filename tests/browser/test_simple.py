"""The plain chat, between two browsers."""

import re

import pytest
from playwright.sync_api import expect


class PlainPupil:
    """One browser in a room of the plain chat, entered from the site's first page as a visitor would."""

    def __init__(self, page, site, name, salon="accueil"):
        self.page, self.name = page, name
        page.goto(site.url)
        page.goto(f"{site.url}/chat/simple/{salon}")
        expect(page.locator("#nbClients")).to_contain_text("au chat")
        page.evaluate("window.loadedOnce = true")

    def says(self, message, by="submit"):
        self.page.locator("#in1").fill(self.name)
        self.page.locator("#in2").fill(message)
        if by == "click":
            self.page.locator("#bpEnvoi").click()
        else:
            self.page.locator("#in2").press("Enter")

    def sees(self, *lines):
        expect(self.page.locator("#zoneMessage p")).to_have_text(lines)

    def is_told(self, notice):
        expect(self.page.locator("#avis")).to_have_text(notice)


@pytest.fixture
def pupils(new_page, site, request):
    salon = request.node.name[:60]
    return [PlainPupil(new_page(), site, name, salon) for name in ("Greg", "Nathalie")]


def test_both_ways_of_sending_reach_both_pages_without_a_reload(pupils):
    greg, nathalie = pupils
    expect(greg.page.locator("#initMess")).to_have_text("Pas encore de message ...")
    greg.says("coucou", by="submit")
    nathalie.says("ça va <b>?</b>", by="click")
    for pupil in pupils:
        pupil.sees("Greg coucou", "Nathalie ça va <b>?</b>")
        expect(pupil.page.locator("#zoneMessage b")).to_have_text(["Greg", "Nathalie"])
        expect(pupil.page.locator("#initMess")).to_be_empty()
        assert pupil.page.evaluate("window.loadedOnce")
    expect(greg.page.locator("#in2")).to_be_focused()
    expect(greg.page.locator("#in2")).to_have_value("")


def test_the_count_and_the_duration_are_shown(pupils):
    greg, nathalie = pupils
    expect(greg.page.locator("#nbClients")).to_have_text("2 participants au chat !")
    expect(greg.page.locator("#timeChat")).to_have_text(
        re.compile(r"^Durée du chat\s: 0\smin\s(?:[2-9]|[1-5][0-9])\ss$")
    )
    nathalie.page.close()
    expect(greg.page.locator("#nbClients")).to_have_text("1 participant au chat !")


def test_what_is_said_during_a_cut_is_lost(pupils):
    greg, nathalie = pupils
    greg.says("avant")
    nathalie.sees("Greg avant")
    nathalie.page.evaluate("document.dispatchEvent(new CustomEvent('socket:cut'))")
    nathalie.is_told("Connexion fermée : rechargez la page.")
    expect(greg.page.locator("#nbClients")).to_have_text("1 participant au chat !")
    greg.says("pendant")
    greg.sees("Greg avant", "Greg pendant")
    nathalie.says("hors ligne")
    expect(nathalie.page.locator("#in2")).to_have_value("hors ligne")
    nathalie.page.evaluate("document.dispatchEvent(new CustomEvent('socket:restore'))")
    expect(greg.page.locator("#nbClients")).to_have_text("2 participants au chat !")
    nathalie.is_told("")
    greg.says("après")
    nathalie.sees("Greg avant", "Greg après")


def test_what_cannot_be_sent_is_said(pupils):
    greg, nathalie = pupils
    greg.name = ""
    greg.says("coucou", by="click")
    greg.is_told("Écrivez votre nom et un message.")
    greg.name = "Greg"
    greg.says("   ")
    greg.is_told("Le message est vide.")
    greg.says("coucou")
    greg.is_told("")
    nathalie.sees("Greg coucou")
