"""Every answer to every exercise, judged by the engine in a real browser: the words are those of the terminal."""

import re

import pytest
from playwright.sync_api import expect

from exercises.catalogue import all_tasks
from tests.browser.chatting import sign_in_as_teacher
from tests.exercises import golden

START = 120_000  # milliseconds for the engine on a busy machine
RESULTS = "import('/static/exercises/verify.js').then(({ results }) => results)"
TASKS = all_tasks()


@pytest.fixture(scope="module")
def results(browser, site):
    """`{task: {answer: {verdict, record}}}`, as the teacher's page found them, once for all tests."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    sign_in_as_teacher(page, site)
    page.goto(f"{site.url}/exercices/")
    page.locator(".exercise-menu summary").click()
    page.get_by_role("link", name="Essayer tous les exercices").click()
    page.get_by_role("link", name="Essayer aussi les réponses fausses").click()
    expect(page.locator("#verify-status")).to_have_text(re.compile("comme il faut|mal jugée"), timeout=START)
    yield page.evaluate(RESULTS)
    context.close()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_the_engine_says_what_the_terminal_says(task, results):
    found = results[task.key]
    records = {says: each["record"] for says, each in found.items() if "record" in each}
    golden.compare(task, {says: each["verdict"] for says, each in found.items()}, records)
