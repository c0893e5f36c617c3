"""Une horloge par salon, une trame par seconde, sans que personne la demande."""

import itertools

WHILE = 9.5  # secondes : assez pour distinguer une seconde de 1,4 seconde, attentes comprises


async def check(chat):
    greg = await chat.enter("A", "Greg", room="sport")
    await greg.receives({"type": "elapsed", "timeChat": 1}, "no_clock")
    nathalie = await chat.enter("B", "Nathalie", room="sport")
    bob = await chat.enter("C", "Bob", room="dessin")
    await greg.says("coucou")
    frame = {"type": "message", "userName": "Greg", "message": "coucou"}
    await nathalie.receives(frame, "chat_stops")
    await chat.wait(WHILE)
    one_clock_per_room(chat, greg, nathalie, bob)
    await the_others_go_on(chat, greg, nathalie, bob)
    bob = await chat.enter("C", "Bob", room="dessin")
    await restarted(chat, bob)


def one_clock_per_room(chat, greg, nathalie, bob):
    late = times(bob) and times(greg) and times(bob)[0] >= times(greg)[0]
    chat.expect(not late, "clock_shared", client=bob, first=times(bob)[0] if late else 0)
    for client in (greg, nathalie):
        marked = increasing(times(client)) or mark_extra(client)
        chat.expect(marked, "one_clock_per_client", client=client, told=tell(times(client)))
    for client in (greg, nathalie, bob):
        chat.expect(times(client), "silent_clock", client=client, room=client.room)
        chat.expect(8 <= len(times(client)) <= 10, "not_each_second", client=client, told=tell(times(client)))


async def the_others_go_on(chat, greg, nathalie, bob):
    """Leaving must stop neither the clock of those who stay, nor that of another room."""
    await nathalie.leave()
    await chat.wait(2.5)
    for client in (greg, bob):
        chat.expect(times(client), "clock_of_all_stopped", client=client)
    await bob.leave()
    await chat.wait(2.5)
    chat.expect(times(greg), "clock_of_all_stopped", client=greg)


async def restarted(chat, bob):
    await bob.receives({"type": "elapsed", "timeChat": 1}, "no_new_clock")
    await chat.wait(0.7)
    right = increasing(times(bob)) or mark_extra(bob)
    chat.expect(right, "two_clocks", client=bob, told=tell(times(bob)))


def times(client):
    return [data.get("timeChat") for data in client.of_type("elapsed")]


def tell(values):
    return " puis ".join(map(str, values)) or "rien"


def increasing(values):
    numbers = all(isinstance(value, int | float) for value in values)
    return numbers and all(before < after for before, after in itertools.pairwise(values))


def mark_extra(client):
    client.mark_extra("elapsed")
    return False


def time_not_whole(case):
    return any(isinstance(time, float) and time < 1000 for time in times(case.client))


def time_not_from_zero(case):
    return any(isinstance(time, int | float) and time > 1000 for time in times(case.client))


def clock_not_stopped(case):
    return times(case.client)
