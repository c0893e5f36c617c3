"""Exercice 10 : « /msg Nathalie … » n'arrive qu'à Nathalie."""

from exercises.scene import Mistake


async def check(chat):
    greg = await chat.enter("A", "Greg", room="musique")
    nathalie = await chat.enter("B", "Nathalie", room="musique")
    bob = await chat.enter("C", "Bob", room="musique")
    for client in (nathalie, bob, greg):
        await client.says("bonjour")
        await arrived(client, nathalie, bob, greg)
    await whispered(greg, nathalie, bob, "on répète à 17 h ?")
    await whispered(nathalie, greg, bob, "oui !")
    await somebody_unknown(greg, nathalie)
    await somebody_gone(greg, bob)
    await not_in_the_history(chat)
    await same_name_elsewhere(chat, greg, nathalie)


async def arrived(sender, *clients):
    """Late, it would be taken for a private message that everybody gets."""
    for client in clients:
        await client.receives(
            {"type": "message", "userName": sender.user, "message": "bonjour"},
            advice="Un message qui ne commence pas par /msg va, comme avant, à tout le salon.",
        )


async def whispered(sender, target, other, text):
    await sender.says(f"/msg {target.user} {text}")
    for client in (other, target, sender):
        await client.receives_no(
            "message",
            advice="Le message privé est diffusé à tout le salon : après l'avoir envoyé au destinataire, quittez "
            "avec return.",
            code="private_yet_public",
            expected="Un message privé n'est pas diffusé.",
        )
    await target.receives(
        {"type": "private", "userName": sender.user, "message": text},
        advice="Quand un client parle, retenez l'adresse (self.channel_name) qui va avec son nom. Pour un message "
        "privé, "
        "écrivez à cette adresse avec channel_layer.send.",
        mistakes=[
            Mistake(
                "private_to_the_sender",
                lambda me: sender.of_type("private") and not me.of_type("private"),
                "C'est l'expéditeur qui reçoit le message : self.send écrit à lui. Pour écrire à un autre client, "
                "channel_layer.send(adresse, évènement).",
            ),
            Mistake(
                "private_signed_by_target",
                lambda me: any(data.get("userName") == target.user for data in me.of_type("private")),
                "userName doit être le nom de l'expéditeur, pas celui du destinataire.",
            ),
            Mistake(
                "private_text_cut",
                lambda me: any(str(data.get("message")) in text.split() for data in me.of_type("private")),
                'Le message est coupé à la première espace : split(" ", 2) ne coupe que deux fois et garde la suite.',
            ),
            Mistake(
                "private_with_command",
                lambda me: any("/msg" in str(data.get("message")) for data in me.of_type("private")),
                "Le destinataire voit encore la commande /msg : n'envoyez que la suite du message.",
            ),
            Mistake(
                "private_refused",
                lambda me: sender.of_type("error"),
                f"{target.user} est bien dans le salon et a déjà parlé : son nom doit mener à son adresse. Le "
                f"dictionnaire des "
                "adresses est commun à tous, donc hors de la classe.",
            ),
        ],
    )
    await other.receives_no(
        "private",
        advice="Un troisième client reçoit le message privé : channel_layer.send (une adresse), et non group_send.",
        code="private_to_everybody",
        expected=f"Le client {other.letter} ne reçoit rien.",
    )


async def somebody_unknown(greg, nathalie):
    await greg.says("/msg Zoé tu es là ?")
    await greg.receives(
        {"type": "error"},
        advice="Aucun client du nom de Zoé : répondez à l'expéditeur par une erreur, comme à l'exercice 7.",
        expected='Pour un nom inconnu, le client A reçoit {"type": "error", "detail": "…"}',
    )
    for kind in ("message", "private"):
        await nathalie.receives_no(
            kind,
            advice="Le destinataire est inconnu : le message n'est envoyé à personne.",
            code="private_to_nobody_sent",
            expected="Un message pour un inconnu n'arrive à personne.",
        )


async def somebody_gone(greg, bob):
    await bob.leave()
    await greg.says("/msg Bob tu es parti")
    await greg.receives(
        {"type": "error"},
        advice="",
        mistakes=[
            Mistake(
                "private_to_the_gone",
                lambda me: True,
                "Bob est parti, et son adresse est encore dans le dictionnaire : dans disconnect, retirez-la.",
            )
        ],
        expected='Bob est parti : le client A reçoit {"type": "error", "detail": "…"}',
    )


async def not_in_the_history(chat):
    bob = await chat.enter("C", "Bob", room="musique")
    await chat.settle()
    history = str([data.get("messages") for data in bob.of_type("history")])
    if "répète" in history or "/msg" in history:
        chat.refuse(
            "private_in_history",
            did="Le client C arrive, et lit dans l'historique le message privé destiné à B.",
            expected="Un message privé n'est pas dans l'historique.",
            advice="Traitez le message privé, et quittez avec return, avant d'ajouter le message à l'historique.",
        )


async def same_name_elsewhere(chat, greg, nathalie):
    await chat.clients["C"].leave()
    homonym = await chat.enter("C", "Nathalie", room="danse")
    await homonym.says("bonjour")
    await greg.says("/msg Nathalie rendez-vous à 17 h")
    await nathalie.receives(
        {"type": "private", "userName": "Greg", "message": "rendez-vous à 17 h"},
        advice="Le message doit arriver à la Nathalie du même salon.",
        mistakes=[
            Mistake(
                "private_to_other_room",
                lambda me: homonym.of_type("private"),
                "Il est arrivé à une autre Nathalie, dans un autre salon : cherchez l'adresse par le salon et le "
                "nom, par "
                "exemple adresses[self.salon, nom].",
            )
        ],
    )
