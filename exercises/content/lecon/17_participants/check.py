"""Chacun apprend le nombre de participants à chaque arrivée et à chaque départ, et la page le dit."""

import re


async def check(chat):
    greg = await chat.enter("A", "Greg")
    await counted(greg, 1)
    nathalie = await chat.enter("B", "Nathalie")
    await counted(greg, 2)
    await counted(nathalie, 2)
    bob = await chat.enter("C", "Bob")
    for client in (greg, nathalie, bob):
        await counted(client, 3)
    await nathalie.leave()
    await counted(greg, 2)
    await counted(bob, 2)
    await bob.drop()
    await counted(greg, 1)
    await greg.leave()
    greg = await chat.enter("A", "Greg")
    await counted(greg, 1)
    await the_page_says_it(chat)


async def counted(client, number):
    await client.receives({"type": "presence", "nbClients": number}, "no_count", number=number)
    counts = [data.get("nbClients") for data in client.of_type("presence")]
    client.scene.expect(counts[-1] == number, "wrong_last_count", client=client, counts=", ".join(map(str, counts)))


async def the_page_says_it(site):
    page, seen = await site.opens("/direct")
    for step, wanted in ((1, "1 participant"), (2, "2 participants"), (3, "0 participant")):
        shown = seen.step(step).text_of("#nbClients")
        case = {"page": page, "seen": seen, "number": wanted[0], "goal": wanted, "shown": shown or "rien"}
        site.expect(re.search(rf"\b{wanted[0]}\b", shown), "not_on_the_page", **case)
        site.expect(re.search(rf"\b{wanted}\b", shown), "wrong_plural", **case)
    site.expect("coucou" in seen.step(4).text_of("#zoneMessage"), "messages_stopped", page=page, seen=seen)


def last(case):
    return ([data.get("nbClients") for data in case.client.of_type("presence")] or [None])[-1]


def counted_for_oneself(case):
    source = (case.scene.project.folder / "consumers.py").read_text(encoding="utf-8")
    return last(case) == 1 and case.number > 1 and re.search(r"self\.(nb|compt|nombre|presents)", source)


def told_too_early(case):
    """The newcomer was told nothing, the others were."""
    others = [client for client in case.scene.clients.values() if client is not case.client]
    return not case.client.of_type("presence") and any(other.of_type("presence") for other in others)


def only_the_newcomer(case):
    """The others were told nothing."""
    others = [client for client in case.scene.clients.values() if client is not case.client and client.present]
    return (
        not case.client.of_type("presence") and case.client.letter == "A" and any(o.of_type("presence") for o in others)
    )


def never_decreased(case):
    left = any(arrow.kind in ("close", "cut") for arrow in case.scene.expected)
    return left and isinstance(last(case), int) and last(case) > case.number


def silent_departure(case):
    left = any(arrow.kind in ("close", "cut") for arrow in case.scene.expected)
    return left and last(case) is None
