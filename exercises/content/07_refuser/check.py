"""Exercice 7 : un message vide ou trop long est refusé, à son expéditeur seulement."""

from exercises.scene import Mistake

MAX_LENGTH = 200


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await refused(greg, nathalie, "", "vide")
    await refused(greg, nathalie, "   ", "fait d'espaces")
    await refused(greg, nathalie, "a" * (MAX_LENGTH + 1), f"de {MAX_LENGTH + 1} caractères")
    await accepted(greg, nathalie, "é" * MAX_LENGTH, f"Un message de {MAX_LENGTH} caractères est permis.")
    await accepted(greg, nathalie, "ok", "Après un refus, le client peut continuer à parler.")


async def refused(sender, other, text, description):
    await sender.says(text)
    await sender.receives(
        {"type": "error"},
        advice="Dans receive, avant toute diffusion, testez le message ; s'il ne convient pas, envoyez l'erreur avec "
        "self.send puis quittez la méthode avec return.",
        expected=f'Pour un message {description}, le client A reçoit {{"type": "error", "detail": "…"}}',
        check=lambda data: isinstance(data.get("detail"), str) and data["detail"].strip(),
        mistakes=[
            Mistake(
                "spaces_accepted",
                lambda me: text.isspace() and me.of_type("message"),
                "Un message fait d'espaces est vide pour celui qui le lit : strip() retire les espaces des deux bouts.",
            ),
            Mistake(
                "error_without_detail",
                lambda me: me.of_type("error"),
                "L'erreur doit dire pourquoi, en français, dans la clé « detail ».",
            ),
        ],
    )
    for client in (other, sender):
        await client.receives_no(
            "message",
            advice="Le message est refusé et diffusé quand même : après l'erreur, quittez la méthode avec return.",
            code="refused_yet_sent",
            expected=f"Un message {description} n'est diffusé à personne.",
        )
    await other.receives_no(
        "error",
        advice="L'erreur ne regarde que l'expéditeur : self.send et non group_send.",
        code="error_to_everybody",
        expected="Seul l'expéditeur reçoit l'erreur.",
    )
    await sender.receives_no(
        "received",
        advice="Ce message n'est pas accepté, il ne faut donc pas en accuser réception : testez-le d'abord.",
        code="acknowledged_yet_refused",
        expected="Un message refusé n'a pas d'accusé de réception.",
    )


async def accepted(sender, other, text, expected):
    await sender.says(text)
    for client in (other, sender):
        await client.receives(
            {"type": "message", "userName": "Greg", "message": text},
            advice="Ce message est permis : relisez la condition du refus.",
            expected=expected,
            mistakes=[
                Mistake(
                    "limit_too_low",
                    lambda me: sender.of_type("error"),
                    f"La limite est {MAX_LENGTH} caractères compris : len(…) > {MAX_LENGTH} et non >=. Une lettre "
                    f"accentuée "
                    "compte pour un caractère.",
                )
            ],
        )
