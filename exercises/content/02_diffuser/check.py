"""Exercice 2 : un message est reçu par tous ceux qui sont là."""

from exercises.scene import Mistake

# Un client malhonnête choisit ce type : transmis au groupe, il déconnecterait tout le monde.
PIRATE = {"type": "websocket.disconnect", "code": 1000, "userName": "Pirate", "message": "Dehors !"}


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await everyone_receives(greg, [nathalie, greg], "coucou")
    await everyone_receives(nathalie, [greg, nathalie], "ça va ?")
    await the_type_is_not_trusted(chat, greg, nathalie)
    await nobody_is_forgotten(chat, greg)


async def everyone_receives(sender, receivers, text):
    await sender.says(text)
    for client in receivers:
        await client.receives(
            {"type": "message", "userName": sender.user, "message": text},
            advice="Inscrivez chaque client dans le groupe (group_add dans connect), envoyez au groupe (group_send "
            "dans "
            "receive), et écrivez au navigateur dans la méthode que le type du message désigne.",
            mistakes=[
                Mistake(
                    "event_forwarded",
                    lambda me: me.of_type("chat.message") or me.of_type("chat_message"),
                    "Le navigateur reçoit l'évènement du groupe tel quel. Dans chat_message, fabriquez la trame du "
                    'navigateur, de type "message".',
                ),
                Mistake(
                    "not_to_the_sender",
                    lambda me: me is sender and any(other.of_type("message") for other in receivers if other is not me),
                    "Les autres reçoivent le message, et pas son expéditeur : il est membre du groupe comme eux.",
                ),
            ],
        )
    for client in receivers:
        await client.receives_no(
            "message",
            advice="Le même message est arrivé plusieurs fois : un seul group_send par message, et pas de self.send "
            "en plus.",
            code="delivered_twice",
            expected="Chacun reçoit chaque message une seule fois.",
        )


async def the_type_is_not_trusted(chat, greg, nathalie):
    await greg.sends(PIRATE)
    await chat.settle()
    if chat.find_events("left"):  # the objects of A and B are gone, although no client has left
        chat.refuse(
            "trusted_type",
            did="Le client A a envoyé une trame de type « websocket.disconnect », et votre serveur ne sert plus "
            "personne.",
            expected="Le type envoyé par un navigateur ne commande rien à votre serveur.",
            advice="Ne donnez jamais à group_send le dictionnaire du navigateur : son type choisirait la méthode "
            "appelée. "
            'Fabriquez-en un nouveau, avec votre type, puis trame["userName"] et trame["message"].',
        )
    await everyone_receives(greg, [nathalie, greg], "toujours là ?")


async def nobody_is_forgotten(chat, greg):
    bob = await chat.enter("C", "Bob")
    await bob.leave()
    await greg.says("au revoir Bob")
    await chat.settle()
    if any(call.get("ghosts") for call in chat.find_events("layer")):
        chat.refuse(
            "forgot_discard",
            did="Le client C est parti, et votre serveur continue d'envoyer les messages à son adresse.",
            expected="Un client qui part est retiré du groupe.",
            advice="Dans disconnect, retirez-le : await self.channel_layer.group_discard(…), avec le même nom de "
            "groupe.",
        )
