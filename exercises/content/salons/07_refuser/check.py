"""Un message vide ou trop long est refusé, à son expéditeur seulement."""

MAX_LENGTH = 200


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await refused(greg, nathalie, "", "vide")
    await refused(greg, nathalie, "   ", "fait d’espaces")
    await refused(greg, nathalie, " \t\n ", "fait d’espaces, de tabulations et de retours à la ligne")
    await refused(greg, nathalie, "a" * (MAX_LENGTH + 1), f"de {MAX_LENGTH + 1} caractères")
    await accepted(greg, nathalie, "é" * MAX_LENGTH, f"Un message de {MAX_LENGTH} caractères est permis.")
    await accepted(greg, nathalie, "  ok  ", "Un message accepté est diffusé tel quel, même après un refus.")


async def refused(sender, other, text, sort):
    await sender.says(text)
    await sender.receives({"type": "error"}, "no_error", matching=has_detail, text=text, sort=sort)
    for client in (other, sender):
        await client.receives_no("message", "refused_yet_sent", sort=sort)
    await other.receives_no("error", "error_to_everybody")
    await sender.receives_no("received", "acknowledged_yet_refused")


async def accepted(sender, other, text, wanted):
    await sender.says(text)
    for client in (other, sender):
        frame = {"type": "message", "userName": "Greg", "message": text}
        await client.receives(frame, "not_accepted", sender=sender, sentence=wanted, text=text)


def has_detail(data):
    return isinstance(data.get("detail"), str) and bool(data["detail"].strip())


def spaces_accepted(case):
    return case.text.isspace() and case.client.of_type("message")


def error_without_detail(case):
    return case.client.of_type("error")


def limit_too_low(case):
    return case.sender.of_type("error")


def text_changed(case):
    return any(data.get("message") == case.text.strip() for data in case.client.of_type("message"))
