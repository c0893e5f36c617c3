import asyncio
import json

import pytest

from classroom.demo.browser import Browser
from classroom.demo.pupil import Pupil
from classroom.demo.work import Attempt
from exercises import catalogue
from lesson.steps import every_step
from tests.servers import unique_name

TASK = catalogue.chain("lecon")[0]
RIGHT = Attempt(TASK, TASK.solution, {"state": "passed", "code": ""})
WRONG = Attempt(TASK, TASK.start, {"state": "failed", "code": "no_answer", "did": "Le client A a reçu 404."})


@pytest.fixture
async def pupil(school, request):
    address = f"127.0.2.{1 + hash(request.node.name) % 250}"
    pupil = Pupil(unique_name(), Browser(school.port, address), every_step(), {TASK.slug: [RIGHT, WRONG]}, 1, 0.05, 1)
    await pupil.arrive()
    return pupil


async def notes(pupil):
    kept = json.loads(await pupil.browser.get("/eleve/notes"))
    return {key.removeprefix("lesson."): json.loads(text) for key, text in kept.items()}


async def test_reading_leaves_the_notes_that_a_page_would(pupil):
    await pupil.next_step()
    kept = await notes(pupil)
    step = every_step()[0]
    assert kept["progress"]["last"] == step.slug
    asked = [str(it.number) for it in [*step.predictions, *step.activities] if it.choices]
    assert kept["progress"]["steps"][step.slug] == dict.fromkeys(asked, "found")
    assert kept["here"] == {"title": step.title, "path": step.url}


async def test_a_right_program_passes_and_a_wrong_one_is_stuck_with_its_real_words(pupil):
    pupil.skill = 0
    await pupil.write()
    assert (await notes(pupil))["stuck"]["did"] == WRONG.verdict["did"]
    pupil.skill = 1
    await pupil.write()
    assert (await notes(pupil))["exercises"] == {TASK.slug: True}
    kept = json.loads(await pupil.browser.get(f"/eleve/projets/exercice-{TASK.key}"))["versions"]
    assert kept[0]["reason"] == "Exercice réussi"


async def test_what_is_said_comes_back_to_the_room(pupil):
    staying = asyncio.create_task(pupil.stay("/ws/chat/accueil"))
    try:
        async with asyncio.timeout(30), pupil.browser.socket("/ws/chat/accueil") as other:
            while pupil.chat is None:
                await asyncio.sleep(0.01)
            await pupil.say(f"coucou de {pupil.name}")
            while f"coucou de {pupil.name}" not in await other.recv():
                pass
    finally:
        staying.cancel()
