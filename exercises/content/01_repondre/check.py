"""Exercice 1 : chaque message est accusé, à son expéditeur seulement."""

from exercises.scene import Mistake


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await answered(greg, "coucou", other=nathalie)
    await answered(nathalie, "ça va ?", other=greg)


async def answered(client, text, other):
    await client.says(text)
    await client.receives(
        {"type": "received", "message": text},
        advice="À la fin de receive, envoyez au navigateur un dictionnaire changé en texte : "
        "await self.send(text_data=json.dumps(…)).",
        mistakes=[
            Mistake(
                "echoed",
                lambda me: me.of_type("message"),
                "Vous renvoyez la trame du navigateur telle quelle. Fabriquez un nouveau dictionnaire, "
                'de type "received", avec le message reçu.',
            ),
            Mistake(
                "constant_message",
                lambda me: any("message" in data and data["message"] != text for data in me.of_type("received")),
                'La clé "message" doit contenir le texte reçu, et lui seul : trame["message"].',
            ),
        ],
    )
    await client.receives_no(
        "received",
        advice="La réponse est partie deux fois : un seul self.send suffit.",
        code="answered_twice",
        expected="Chaque message a une seule réponse.",
    )
    await other.receives_no(
        "received",
        advice="self.send n'écrit qu'au navigateur de l'objet ; c'est group_send qui écrit à tout le groupe.",
        code="answered_everybody",
        expected="L'accusé de réception ne va qu'à l'expéditeur.",
    )
