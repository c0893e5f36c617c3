"""Ceux qui sont là apprennent chaque arrivée et chaque départ."""

OTHER = {"arrival": "departure", "departure": "arrival"}


async def check(chat):
    greg = await chat.enter("A", "Greg")
    nathalie = await chat.enter("B", "Nathalie")
    await announced("arrival", [greg], "no_arrival")
    await a_message_is_no_arrival(greg, nathalie)
    for _ in range(3):
        bob = await chat.enter("C", "Bob")
        await announced("arrival", [greg, nathalie], "no_arrival")
        await bob.leave()
        await announced("departure", [greg, nathalie], "no_departure")


async def a_message_is_no_arrival(greg, nathalie):
    await greg.says("coucou")
    for client in (greg, nathalie):
        for kind in OTHER:
            await client.receives_no(kind, "announced_for_message")


async def announced(kind, to, code):
    for client in to:
        await client.receives({"type": kind}, code, kind=kind, other=OTHER[kind], to=to)
    for client in to:
        await client.receives_no(kind, "announced_twice")


def wrong_announcement(case):
    return case.client.of_type(case.other)


def told_only_the_newcomer(case):
    others = [client for client in case.scene.clients.values() if client not in case.to]
    return any(client.of_type(case.kind) for client in others)
