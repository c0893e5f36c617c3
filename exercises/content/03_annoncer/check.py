"""Exercice 3 : ceux qui sont là apprennent chaque arrivée et chaque départ."""

from exercises.scene import Mistake


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await announced(
        "arrival",
        to=[greg],
        advice="Dans connect, envoyez au groupe un évènement, par exemple de type « chat.arrival », et écrivez la "
        "méthode "
        "chat_arrival qui le transmet au navigateur.",
    )
    await greg.says("coucou")
    for client in (greg, nathalie):
        for kind in ("arrival", "departure"):
            await client.receives_no(
                kind,
                advice="Un message n'est pas une arrivée : chaque évènement du groupe a son type et sa méthode.",
                code="announced_for_message",
            )
    await chat.enter("C", "Bob")
    await announced(
        "arrival",
        to=[greg, nathalie],
        advice="L'arrivée de C doit être envoyée au groupe entier, à chaque connexion.",
    )
    await chat.clients["C"].leave()
    await announced(
        "departure",
        to=[greg, nathalie],
        advice="Dans disconnect, envoyez au groupe un évènement de départ, et écrivez la méthode qui le transmet.",
    )


async def announced(kind, to, advice):
    other = {"arrival": "departure", "departure": "arrival"}[kind]
    for client in to:
        await client.receives(
            {"type": kind},
            advice,
            mistakes=[
                Mistake(
                    "arrival_for_departure",
                    lambda me: me.of_type(other),
                    f"La trame est de type « {other} » : pour un autre évènement, il faut une autre méthode, ou un "
                    f"autre "
                    f"type dans la trame ({kind}).",
                ),
                Mistake(
                    "told_only_the_newcomer",
                    lambda me: any(c.of_type(kind) for c in me.scene.clients.values() if c not in to),
                    "Seul le nouveau reçoit l'annonce : self.send n'écrit qu'à lui. Envoyez-la au groupe.",
                ),
            ],
        )
    for client in to:
        await client.receives_no(
            kind,
            advice="Une seule annonce par arrivée et par départ : un seul group_send.",
            code="announced_twice",
            expected="Chaque arrivée et chaque départ sont annoncés une fois.",
        )
