"""Chaque salon connaît son nombre de participants."""


async def check(chat):
    greg = await chat.enter("A", "Greg", room="physique")
    await counted(greg, 1)
    bob = await chat.enter("C", "Bob", room="anglais")
    await counted(bob, 1)
    await bob_and_greg_are_apart(greg)
    nathalie = await chat.enter("B", "Nathalie", room="physique")
    await counted(greg, 2)
    await counted(nathalie, 2)
    await bob_and_greg_are_apart(bob)
    await nathalie.leave()
    await counted(greg, 1)
    await bob_and_greg_are_apart(bob)
    nathalie = await chat.enter("B", "Nathalie", room="physique")
    await counted(greg, 2)
    await nathalie.drop()
    await counted(greg, 1)
    await the_room_empties(chat, greg)
    await bob.leave()
    await two_at_once(chat)


async def the_room_empties(chat, greg):
    await greg.leave()
    greg = await chat.enter("A", "Greg", room="physique")
    await counted(greg, 1, "counted_after_all_left")
    await greg.leave()


async def two_at_once(chat):
    greg, nathalie = await chat.enter_together(("A", "Greg"), ("B", "Nathalie"), room="latin")
    for client in (greg, nathalie):
        await counted(client, 2, "counted_at_once")


async def counted(client, number, code="no_count"):
    frame = {"type": "presence", "nbClients": number}
    await client.receives(frame, code, number=number)
    counts = [data.get("nbClients") for data in client.of_type("presence")]
    several = ", ".join(map(str, counts))
    client.scene.expect(counts[-1] == number, "wrong_last_count", client=client, counts=several, number=number)


async def bob_and_greg_are_apart(client):
    await client.receives_no("presence", "count_sent_elsewhere")


def last(case):
    return ([data.get("nbClients") for data in case.client.of_type("presence")] or [None])[-1]


def counted_as_text(case):
    return isinstance(last(case), str)


def counted_for_oneself(case):
    """Everybody has 1: the number belongs to one client."""
    return last(case) == 1 and case.number == 2 and variable_of_self(case)


def variable_of_self(case):
    source = (case.scene.project.folder / "consumers.py").read_text(encoding="utf-8")
    return "self.nb" in source or "self.compt" in source or "self.nombre" in source


def counted_one_too_few(case):
    return last(case) == case.number - 1


def somebody_left(case):
    return any(arrow.kind in ("close", "cut") for arrow in case.scene.expected)


def counted_all_rooms(case):
    everybody = len([client for client in case.scene.clients.values() if client.present])
    return last(case) == everybody and everybody != case.number


def counter_drifts(case):
    return isinstance(last(case), int) and last(case) > case.number and somebody_left(case)


def count_not_sent_to_all(case):
    others = [client for client in case.scene.clients.values() if client is not case.client]
    return any(other.of_type("presence") for other in others)
