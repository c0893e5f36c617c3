"""Exercice 5 : chaque salon connaît son nombre de participants."""

from exercises.scene import Mistake


async def check(chat):
    greg = await chat.enter("A", "Greg", room="physique")
    await counted(greg, 1)
    bob = await chat.enter("C", "Bob", room="anglais")
    await counted(bob, 1)
    await unchanged(greg)
    nathalie = await chat.enter("B", "Nathalie", room="physique")
    await counted(greg, 2)
    await counted(nathalie, 2)
    await unchanged(bob)
    await nathalie.leave()
    await counted(greg, 1)
    await unchanged(bob)
    nathalie = await chat.enter("B", "Nathalie", room="physique")
    await counted(greg, 2)
    await counted(nathalie, 2)


async def counted(client, number):
    def last(me):
        return ([data.get("nbClients") for data in me.of_type("presence")] or [None])[-1]

    everybody = len([other for other in client.scene.clients.values() if other.socket and not other.closed])
    await client.receives(
        {"type": "presence", "nbClients": number},
        advice="À chaque arrivée et à chaque départ, changez le nombre puis envoyez-le au groupe du salon, où le "
        "nouveau est déjà inscrit.",
        mistakes=[
            Mistake(
                "counted_as_text",
                lambda me: isinstance(last(me), str),
                "nbClients est un texte : envoyez un nombre, sans guillemets ni str(…).",
            ),
            Mistake(
                "counted_one_too_few",
                lambda me: last(me) == number - 1,
                "Il manque quelqu'un : comptez le nouveau avant d'envoyer le nombre, et ne retirez chacun qu'une fois.",
            ),
            Mistake(
                "counted_all_rooms",
                lambda me: last(me) == everybody and everybody != number,
                "Vous comptez les participants de tous les salons ensemble. Il faut un nombre par salon : un "
                "dictionnaire, "
                "dont la clé est le nom du salon.",
            ),
            Mistake(
                "counter_drifts",
                lambda me: isinstance(last(me), int) and last(me) > number,
                "Le nombre dérive : un départ n'a pas été compté. Diminuez-le dans disconnect, avant de l'envoyer.",
            ),
            Mistake(
                "count_not_sent_to_all",
                lambda me: any(other.of_type("presence") for other in me.scene.clients.values() if other is not me),
                "Seule une partie du salon apprend le nombre. Inscrivez le nouveau dans le groupe avant d'y envoyer le "
                "nombre.",
            ),
        ],
    )
    await client.scene.settle()
    counts = [data.get("nbClients") for data in client.of_type("presence")]
    if counts[-1] != number:
        client.scene.refuse(
            "wrong_last_count",
            did=f"Le client {client.letter} a reçu plusieurs nombres : {', '.join(map(str, counts))}.",
            expected=f"Le dernier nombre reçu est {number}.",
            advice="Changez d'abord le nombre, envoyez-le ensuite, une seule fois.",
        )


async def unchanged(client):
    await client.receives_no(
        "presence",
        advice="Le nombre d'un salon n'intéresse que ceux qui s'y trouvent : envoyez-le au groupe du salon.",
        code="count_sent_elsewhere",
        expected=f"Rien n'a changé dans le salon de {client.letter} : il ne reçoit pas de nombre.",
    )
