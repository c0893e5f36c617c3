"""Exercice 6 : un nom de salon peut avoir des accents, des espaces, une apostrophe."""

from exercises.scene import Mistake


async def check(chat):
    greg = await chat.enter("A", "Greg", room="salle des élèves")
    nathalie = await chat.enter("B", "Nathalie", room="salle des élèves")
    bob = await chat.enter("C", "Bob", room="salle des eleves")
    await stays_inside(greg, inside=[nathalie, greg], outside=bob)
    await stays_inside(bob, inside=[bob], outside=nathalie)
    await bob.leave()
    for room in ("l'île aux élèves", "日本語", "a-b_c.d"):
        bob = await chat.enter("C", "Bob", room=room)
        await stays_inside(bob, inside=[bob], outside=nathalie)
        await bob.leave()


async def stays_inside(sender, inside, outside):
    await sender.says("coucou")
    for client in inside:
        await client.receives(
            {"type": "message", "userName": sender.user, "message": "coucou"},
            advice="Fabriquez le nom du groupe à partir de celui du salon, de la même façon pour tous.",
            mistakes=[
                Mistake(
                    "group_not_common",
                    lambda me: me is not sender and sender.of_type("message"),
                    "Deux clients du même salon ont des groupes différents : le nom du groupe ne doit dépendre que "
                    "du nom "
                    "du salon (hash(…) change à chaque démarrage, un nombre au hasard aussi).",
                )
            ],
        )
    await outside.receives_no(
        "message",
        advice="Deux salons de noms différents doivent avoir deux groupes différents : ne retirez pas les accents, "
        'transformez-les, par exemple avec .encode("utf-8").hex().',
        code="rooms_confused",
        expected=f"« {sender.room} » et « {outside.room} » sont deux salons différents.",
    )
