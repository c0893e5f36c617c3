import pytest
from django.test import Client

from exchanges import visitors
from pupils import identity, locks, quotas
from pupils.models import Pupil
from tests.pupils.conftest import Browser


def who(browser):
    return browser.post("/eleve/present").json()


def test_a_name_is_claimed_once_and_known_on_every_page(browser):
    answer = browser.take("Alice").json()
    assert answer["name"] == "Alice"
    assert answer["code"] == Pupil.objects.get().code
    assert who(browser)["name"] == "Alice"


def test_two_tabs_are_one_pupil(browser, alice):
    second_tab = Browser()
    second_tab.cookies = browser.cookies
    assert who(second_tab)["name"] == "Alice"
    assert Pupil.objects.count() == 1


def test_a_claim_s_name_may_be_changed_and_stays_the_same_claim(browser, alice):
    assert browser.take("Alicia").json()["code"] == alice.code
    alice.refresh_from_db()
    assert alice.name == "Alicia"


@pytest.mark.parametrize(
    "name", ["Аlice", "AIice", "A1ice", "Alice.", "Alice⭐", "ALICE", "Àlice", "A l i c e", "Alic\u200be"]
)
def test_nobody_else_gets_a_name_that_looks_the_same(alice, other, name):
    assert other.take(name).status_code == 400
    assert Pupil.objects.count() == 1


def test_a_name_that_is_taken_offers_the_way_back(alice, other):
    answer = other.take("alice").json()
    assert answer["error"] == "taken"
    assert "code" in answer["detail"]


def test_name_and_code_bring_the_claim_back_at_another_pc(alice, other):
    assert other.come_back("Alice", alice.code).json()["name"] == "Alice"
    assert who(other)["name"] == "Alice"
    assert Pupil.objects.count() == 1


def test_wrong_codes_are_locked_before_they_are_compared(alice, other):
    for _ in range(locks.TRIES):
        assert other.come_back("Alice", "mauvais").status_code == 400
    assert other.come_back("Alice", alice.code).status_code == 429


def test_after_a_new_session_one_is_asked_and_may_confirm(browser, alice):
    browser.close()
    assert who(browser) == {"name": "", "doubt": "Alice"}
    assert browser.get("/eleve/notes").status_code == 403
    assert browser.post("/eleve/present", {"oui": "1"}).json()["name"] == "Alice"
    assert browser.get("/eleve/notes").status_code == 200


def test_the_next_pupil_at_this_pc_is_another(browser, alice):
    browser.close()
    browser.post("/eleve/autre")
    assert browser.post("/eleve/present").status_code == 404
    browser.take("Bob")
    assert sorted(Pupil.objects.values_list("name", flat=True)) == ["Alice", "Bob"]
    assert who(browser)["name"] == "Bob"


def test_who_is_in_doubt_takes_a_new_claim_and_not_the_other_one_s(browser, alice):
    browser.close()
    browser.take("Bob")
    alice.refresh_from_db()
    assert alice.name == "Alice"
    assert who(browser)["name"] == "Bob"


def test_new_names_of_an_address_are_counted_and_the_way_back_is_not(db):
    for name in ("un", "deux", "trois"):
        assert Browser().take(name).status_code == 200
    assert Browser().take("quatre").status_code == 429
    assert Browser().come_back("un", Pupil.objects.get(name="un").code).status_code == 200


def test_a_class_behind_one_address_enters_while_the_door_is_open(db):
    quotas.open_door()
    assert {Browser().take(f"eleve {n}").status_code for n in range(35)} == {200}


def test_a_browser_without_scripts_goes_back_to_its_page_and_reads_what_happened(db):
    plain = Client()
    answer = plain.post("/eleve/nom", {"pseudonyme": "Alice", "page": "/chat/"}, follow=True)
    assert answer.redirect_chain == [("/chat/", 302)]
    assert Pupil.objects.get().code in answer.content.decode()
    answer = plain.post("/eleve/nom", {"pseudonyme": "prof", "page": "/chat/"}, follow=True)
    assert "réservé au professeur" in answer.content.decode()


@pytest.mark.parametrize("page", ["//evil.example", "http://evil.example/", "javascript:x", "", "\\\\evil"])
def test_one_is_sent_back_to_this_site_only(db, page):
    assert Client().post("/eleve/nom", {"pseudonyme": "Alice", "page": page}).url == "/"


@pytest.mark.parametrize("path", ["/eleve/nom", "/eleve/retour", "/eleve/present", "/eleve/autre"])
def test_nothing_changes_by_get(db, path):
    assert Client().get(path).status_code == 405


def test_forged_cookies_are_nobody_s(alice, other):
    other.cookies[identity.CLAIM] = f"{alice.pk}-{'0' * 32}"
    assert other.get("/eleve/notes").status_code == 403


def test_the_page_on_private_life_says_what_is_kept(db):
    page = Client().get("/vie-privee").content.decode()
    for words in ("pseudonyme", "365", "effac"):
        assert words in page


def test_notes_that_the_site_lacked_come_with_the_farewell(browser, alice):
    browser.close()
    browser.post("/eleve/autre", {"notes": '{"lesson.progress": "3"}'})
    assert alice.notes.get().value == "3"
    assert browser.post("/eleve/autre", {"notes": "{"}).status_code == 200


def test_many_names_at_once_are_no_more_than_one_by_one(db, monkeypatch):
    monkeypatch.setattr(quotas, "allows", lambda address: True)  # each looked before any was there
    assert [Browser().take(name).status_code for name in ("un", "deux", "trois", "quatre")] == [200, 200, 200, 429]
    assert Pupil.objects.count() == quotas.PER_HOUR


@pytest.mark.django_db(transaction=True)
def test_a_name_that_is_taken_between_look_and_insert_is_told(alice, other, monkeypatch):
    monkeypatch.setattr("pupils.names.check_free", lambda name, pupil: None)
    answer = other.take("Alice")
    assert (answer.status_code, answer.json()["error"]) == (400, "taken")
    bob = other.take("Bob").json()
    assert other.take("Alice").status_code == 400
    assert Pupil.objects.get(name="Bob").code == bob["code"]


def test_a_new_name_leaves_what_the_teacher_decided_meanwhile(browser, alice, monkeypatch):
    monkeypatch.setattr("pupils.names.check_free", lambda name, pupil: Pupil.objects.update(muted=True))
    browser.take("Alicia")
    alice.refresh_from_db()
    assert (alice.name, alice.muted) == ("Alicia", True)


def test_the_next_pupil_s_browser_forgets_exchanges_and_rooms_too(browser, alice, other):
    browser.cookies[visitors.COOKIE] = "journal"
    browser.post("/eleve/present")
    assert browser.cookies[visitors.COOKIE].value == "journal"
    browser.close()
    browser.take("Bob")
    assert browser.cookies[visitors.COOKIE].value == ""
    browser.cookies[visitors.COOKIE] = "journal of Bob"
    browser.post("/eleve/autre")
    assert browser.cookies[visitors.COOKIE].value == ""


def test_work_done_before_the_name_keeps_its_journal(browser):
    browser.cookies[visitors.COOKIE] = "journal"
    browser.take("Alice")
    assert browser.cookies[visitors.COOKIE].value == "journal"


def test_pages_of_a_pupil_are_kept_in_no_cache(browser, alice):
    assert browser.get("/vie-privee")["Cache-Control"] == "no-store"
    assert not Client().get("/vie-privee").has_header("Cache-Control")
