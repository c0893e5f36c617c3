"""Every answer to every exercise, judged by the engine in a real browser: the words are those of the terminal."""

import re

import pytest
from playwright.sync_api import expect

from exercises.catalogue import all_tasks
from tests.browser.chatting import sign_in_as_teacher
from tests.exercises import golden

LONGEST = 170_000  # milliseconds for the engine, or all answers to one exercise, on a busy machine
RESULTS = """(key) => import(document.querySelector("script[src$='exercises/verify.js']").src).then(
    ({ results }) => results[key])"""
TASKS = all_tasks()


@pytest.fixture(scope="module")
def verifying(browser, site):
    """The teacher's page while it tries one exercise after the other."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    sign_in_as_teacher(page, site)
    page.goto(f"{site.url}/exercices/")
    page.locator(".exercise-menu summary").click()
    page.get_by_role("link", name="Essayer tous les exercices").click()
    page.get_by_role("link", name="Essayer aussi les réponses fausses").click()
    yield page
    context.close()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_the_engine_says_what_the_terminal_says(task, verifying):
    expect(verifying.locator(f"[data-task={task.key}]")).to_be_attached(timeout=LONGEST)
    found = verifying.evaluate(RESULTS, task.key)
    records = {says: each["record"] for says, each in found.items() if "record" in each}
    golden.compare(task, {says: each["verdict"] for says, each in found.items()}, records)


def test_the_page_says_that_all_is_well(verifying):
    expect(verifying.locator("#verify-status")).to_have_text(re.compile("Tout est jugé comme il faut"), timeout=LONGEST)
