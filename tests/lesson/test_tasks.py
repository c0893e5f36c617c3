from exercises.catalogue import all_tasks, chain
from lesson.steps import every_step
from lesson.tasks import tasks

# The lesson's plan: what is written in each step, in the order of the original lesson.
PLAN = {
    "serveur": ["route"],
    "structurer": ["gabarit"],
    "variables": ["variable"],
    "liens": ["lien"],
    "javascript": ["clic"],
    "formulaire-post": ["formulaire", "champ-manquant"],
    "get-ou-post": ["recherche", "choix"],
    "cookies": ["visites"],
    "https": [],
    "chat-formulaire": ["chat-formulaire"],
    "websocket": ["repondre", "envoi-bouton", "envoi-formulaire", "reception"],
    "diffusion": ["diffuser"],
    "participants": ["participants"],
    "duree": ["duree"],
    "salons": [task.slug for task in chain("salons")[2:]],
    "vrai-chat": [],
}


def test_each_step_has_the_exercises_of_the_plan():
    steps = {step.slug: step.exercises for step in every_step()}
    assert {slug: steps[slug] for slug in PLAN} == PLAN


def test_who_does_the_exercises_of_the_steps_does_the_whole_chain_of_the_lesson_in_its_order():
    written = [slug for slug, slugs in PLAN.items() if slug != "salons" for slug in slugs]
    assert [task.slug for task in chain("lecon")] == written


def test_the_exercises_that_exist_are_found_in_the_order_of_the_step():
    first, second = [exercise.slug for exercise in all_tasks()[:2]]
    assert [task.slug for task in tasks([second, "inconnu", first])] == [second, first]


def test_an_exercise_of_both_chains_is_met_in_the_lesson_s_own():
    assert [task.address for task in tasks(["repondre", "annoncer"])] == [
        "/exercices/lecon-repondre",
        "/exercices/annoncer",
    ]


def test_a_step_without_exercises_has_none():
    assert tasks([]) == []
