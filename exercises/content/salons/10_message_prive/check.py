"""« /msg Nathalie … » n'arrive qu'à Nathalie."""


async def check(chat):
    greg = await chat.enter("A", "Greg", room="musique")
    nathalie = await chat.enter("B", "Nathalie", room="musique")
    bob = await chat.enter("C", "Bob", room="musique")
    for client in (nathalie, bob, greg):
        await said_to_all(client, "bonjour", nathalie, bob, greg)
    await whispered(greg, nathalie, bob, "on répète à 17 h ?")
    await whispered(nathalie, greg, bob, "oui !  (deux espaces)")
    for text in ("/msgs en tout genre", "le /msg Nathalie s'écrit au début"):
        await said_to_all(greg, text, nathalie, bob, greg)
    await nothing_said(greg)
    await somebody_unknown(greg, nathalie)
    await somebody_gone(greg, bob)
    await not_in_the_history(chat)
    await same_name_elsewhere(chat, greg, nathalie)


async def said_to_all(sender, text, *clients):
    await sender.says(text)
    for client in clients:
        await client.receives({"type": "message", "userName": sender.user, "message": text}, "not_public")


async def whispered(sender, target, other, text):
    await sender.says(f"/msg {target.user} {text}")
    for client in (other, target, sender):
        await client.receives_no("message", "private_yet_public")
    frame = {"type": "private", "userName": sender.user, "message": text}
    await target.receives(frame, "no_private", sender=sender, target=target.user, text=text)
    await other.receives_no("private", "private_to_everybody")


async def nothing_said(greg):
    await greg.says("/msg Nathalie")
    await greg.receives({"type": "error"}, "no_error_for_nothing")


async def somebody_unknown(greg, nathalie):
    await greg.says("/msg Zoé tu es là ?")
    await greg.receives({"type": "error"}, "no_error_for_unknown")
    for kind in ("message", "private"):
        await nathalie.receives_no(kind, "private_to_nobody_sent")


async def somebody_gone(greg, bob):
    """Bob has spoken under two names."""
    bob.user = "Bobby"
    await bob.says("c'est encore moi")
    await bob.leave()
    for name in ("Bob", "Bobby"):
        await greg.says(f"/msg {name} tu es parti ?")
        await greg.receives({"type": "error"}, "private_to_the_gone", name=name)


async def not_in_the_history(chat):
    bob = await chat.enter("C", "Bob", room="musique")
    history = str([data.get("messages") for data in bob.of_type("history")])
    chat.expect("répète" not in history and "/msg Nathalie on" not in history, "private_in_history")


async def same_name_elsewhere(chat, greg, nathalie):
    await chat.clients["C"].leave()
    homonym = await chat.enter("C", "Nathalie", room="danse")
    await homonym.says("bonjour")
    await greg.says("/msg Nathalie rendez-vous à 17 h")
    frame = {"type": "private", "userName": "Greg", "message": "rendez-vous à 17 h"}
    await nathalie.receives(frame, "not_in_this_room", homonym=homonym)


def too_few_pieces(event, scene):
    return "values to unpack" in event["message"]


def private(case):
    return case.client.of_type("private")


def private_to_the_sender(case):
    return case.sender.of_type("private") and not private(case)


def private_signed_by_target(case):
    return any(data.get("userName") == case.target for data in private(case))


def private_with_command(case):
    return any("/msg" in str(data.get("message")) for data in private(case))


def private_spaces_lost(case):
    return "  " in case.text and any(data.get("message") == " ".join(case.text.split()) for data in private(case))


def private_text_cut(case):
    return any(str(data.get("message")) in case.text.split() for data in private(case))


def private_by_message(case):
    return case.client.of_type("message") and not private(case)


def private_refused(case):
    return case.sender.of_type("error")


def private_to_other_room(case):
    return case.homonym.of_type("private")
