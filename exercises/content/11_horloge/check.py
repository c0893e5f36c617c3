"""Exercice 11 : une horloge par salon, une trame par seconde, sans que personne la demande."""

import asyncio
import itertools

from exercises.scene import Mistake

A_SECOND = 2.5  # la patience, sur un PC lent, pour une trame qui vient chaque seconde


async def check(chat):
    greg = await chat.enter("A", "Greg", room="sport")
    await ticked(greg)
    nathalie = await chat.enter("B", "Nathalie", room="sport")
    bob = await chat.enter("C", "Bob", room="dessin")
    await greg.says("coucou")
    await nathalie.receives(
        {"type": "message", "userName": "Greg", "message": "coucou"},
        advice="Pendant que l'horloge tourne, le chat doit continuer : lancez-la à côté, avec asyncio.create_task.",
    )
    await asyncio.sleep(1.3)
    one_clock_per_room(chat, greg, nathalie, bob)
    await bob.leave()
    bob = await chat.enter("C", "Bob", room="dessin")
    await restarted(chat, bob)


def times(client):
    return [data.get("timeChat") for data in client.of_type("elapsed")]


async def ticked(client):
    await client.receives(
        {"type": "elapsed", "timeChat": 1},
        advice="À l'arrivée du premier client du salon, lancez une tâche avec asyncio.create_task : une boucle qui "
        "attend "
        "une seconde (await asyncio.sleep(1)) puis envoie la durée au groupe.",
        patience=A_SECOND,
        mistakes=[
            Mistake(
                "time_not_whole",
                lambda me: any(isinstance(time, float) and time < 1000 for time in times(me)),
                "timeChat est un nombre à virgule : envoyez un nombre entier de secondes, avec int(…).",
            ),
            Mistake(
                "time_not_from_zero",
                lambda me: any(isinstance(time, int | float) and time > 1000 for time in times(me)),
                "timeChat est l'heure, pas une durée : soustrayez l'heure de début.",
            ),
        ],
    )


def one_clock_per_room(chat, greg, nathalie, bob):
    if times(bob) and times(greg) and times(bob)[0] >= times(greg)[0]:
        chat.refuse(
            "clock_shared",
            did=f"Le salon « dessin » vient d'ouvrir et son horloge dit déjà {times(bob)[0]}.",
            expected="Chaque salon compte depuis l'arrivée de son premier client.",
            advice="Il faut une horloge par salon : un dictionnaire, dont la clé est le salon et la valeur la tâche.",
        )
    for client in (greg, nathalie):
        if not increasing(times(client)):
            mark_extra(client)
            chat.refuse(
                "one_clock_per_client",
                did=f"L'horloge du client {client.letter} dit {tell(times(client))}.",
                expected="Une seule trame par seconde, quel que soit le nombre de clients du salon.",
                advice="Une horloge est lancée pour chaque client. N'en lancez une que si le salon n'en a pas encore.",
            )


async def restarted(chat, bob):
    stopped = "Quand le dernier client part, l'horloge s'arrête ; le suivant repart de zéro, même s'il vient aussitôt."
    stop_it = "Dans disconnect, si le salon est vide, arrêtez la tâche avec cancel() et retirez-la du dictionnaire."
    await bob.receives(
        {"type": "elapsed", "timeChat": 1},
        advice="Le salon rouvre et son horloge reste muette : lancez-en une nouvelle. En arrêtant l'ancienne, "
        "l'avez-vous "
        "bien retirée du dictionnaire ?",
        mistakes=[Mistake("clock_not_stopped", times, stop_it)],
        patience=A_SECOND,
        expected=stopped,
    )
    await asyncio.sleep(0.7)
    if not increasing(times(bob)):
        mark_extra(bob)
        chat.refuse(
            "clock_not_stopped",
            did=f"Le salon « dessin » s'est vidé, puis C y revient : l'horloge dit {tell(times(bob))}.",
            expected=stopped,
            advice=stop_it,
        )


def tell(values):
    return " puis ".join(map(str, values))


def increasing(values):
    return all(before < after for before, after in itertools.pairwise(values))


def mark_extra(client):
    for arrow in client.arrows():
        if not arrow.mark and arrow.data.get("type") == "elapsed":
            arrow.mark = "extra"
