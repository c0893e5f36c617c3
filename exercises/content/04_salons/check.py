"""Exercice 4 : un message reste dans son salon."""

from exercises.scene import Mistake


async def check(chat):
    greg = await chat.enter("A", "Greg", room="maths")
    bob = await chat.enter("C", "Bob", room="nsi")
    nathalie = await chat.enter("B", "Nathalie", room="maths")
    await bob.receives_no(
        "arrival",
        advice="L'annonce de l'arrivée va encore à tout le monde : envoyez-la au groupe du salon.",
        code="announced_elsewhere",
        expected="C, dans le salon nsi, n'apprend pas l'arrivée de B dans le salon maths.",
    )
    await stays_inside(greg, inside=[nathalie, greg], outside=bob, text="qui a compris les suites ?")
    await stays_inside(bob, inside=[bob], outside=greg, text="salut les NSI")
    await stays_inside(nathalie, inside=[greg, nathalie], outside=bob, text="moi !")
    await nathalie.leave()
    await greg.receives(
        {"type": "departure"},
        advice="Le départ s'annonce au groupe du salon, dont il faut garder le nom dans self : self.groupe = …",
    )
    await bob.receives_no(
        "departure",
        advice="L'annonce du départ va encore à tout le monde : envoyez-la au groupe du salon.",
        code="announced_elsewhere",
        expected="C, dans le salon nsi, n'apprend pas le départ de B, qui était dans le salon maths.",
    )


async def stays_inside(sender, inside, outside, text):
    await sender.says(text)
    for client in inside:
        await client.receives(
            {"type": "message", "userName": sender.user, "message": text},
            advice="Le nom du groupe doit être le même pour tous ceux d'un salon, dans group_add comme dans "
            "group_send.",
            mistakes=[
                Mistake(
                    "room_shared",
                    lambda me: outside.of_type("message"),
                    "Le message est parti dans l'autre salon : le nom du groupe est commun à tous les clients. "
                    "Gardez-le dans "
                    "self, pas dans une variable globale ni dans un attribut de la classe.",
                )
            ],
        )
    await outside.receives_no(
        "message",
        advice="Tous les clients sont dans le même groupe. Le nom du salon se lit dans l'URL : "
        'self.scope["url_route"]["kwargs"]["salon"] ; faites-en le nom du groupe.',
        code="left_the_room",
        expected=f"Le client {outside.letter} est dans un autre salon : il ne reçoit pas ce message.",
    )
