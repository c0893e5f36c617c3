"""Chaque message est accusé, à son expéditeur seulement."""


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await answered(greg, "coucou", other=nathalie)
    await answered(nathalie, "ça va ?", other=greg)


async def answered(client, text, other):
    await client.says(text)
    await client.receives({"type": "received", "message": text}, "no_answer", text=text)
    await client.receives_no("received", "answered_twice")
    await other.receives_no("received", "answered_everybody")


def echoed(case):
    return any(data.get("userName") == case.client.user for data in case.client.of_type("message"))


def constant_message(case):
    others = [data for data in case.client.of_type("received") if "message" in data]
    return any(isinstance(data["message"], str) and data["message"] != case.text for data in others)
