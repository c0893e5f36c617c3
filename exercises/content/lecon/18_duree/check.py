"""Une horloge pour tous, une trame par seconde, tant que quelqu'un est là ; la page l'affiche."""

import itertools
import re


async def check(chat):
    greg = await chat.enter("A", "Greg")
    await greg.receives({"type": "elapsed", "timeChat": 1}, "no_clock")
    await chat.wait(1)
    nathalie = await chat.enter("B", "Nathalie")
    await greg.says("coucou")
    await nathalie.receives({"type": "message", "userName": "Greg", "message": "coucou"}, "chat_stops")
    await chat.wait(4.5)
    for client in (greg, nathalie):
        chat.expect(times(client), "silent_clock", client=client)
        chat.expect(increasing(times(client)), "one_clock_per_client", client=client, told=tell(times(client)))
        chat.expect(4 <= len(times(client)) <= 5, "not_each_second", client=client, told=tell(times(client)))
    chat.expect(times(nathalie)[0] > 1, "clock_of_ones_own", client=nathalie, told=tell(times(nathalie)))
    await greg.leave()
    await chat.wait(2.5)
    chat.expect(times(nathalie), "clock_stopped", client=nathalie)
    await nathalie.leave()
    await chat.wait(2)
    greg = await chat.enter("A", "Greg")
    await greg.receives({"type": "elapsed", "timeChat": 1}, "no_new_clock")
    await chat.wait(1.7)
    chat.expect(increasing(times(greg)), "two_clocks", client=greg, told=tell(times(greg)))
    await the_page_shows_it(chat)


async def the_page_shows_it(site):
    page, seen = await site.opens("/direct")
    for step, number in ((1, 41), (2, 42)):
        shown = seen.step(step).text_of("#timeChat")
        case = {"page": page, "seen": seen, "number": number, "shown": shown or "rien"}
        site.expect(re.search(rf"\b{number}\b", shown), "not_on_the_page", **case)
    site.expect("41" not in shown, "not_replaced", **case)
    site.expect("2" in seen.step(3).text_of("#nbClients"), "count_stopped", page=page, seen=seen)


def times(client):
    return [data.get("timeChat") for data in client.of_type("elapsed")]


def tell(values):
    return " puis ".join(map(str, values)) or "rien"


def increasing(values):
    numbers = all(isinstance(value, int | float) for value in values)
    return numbers and all(before < after for before, after in itertools.pairwise(values))


def time_not_whole(case):
    return any(isinstance(time, float) and time < 1000 for time in times(case.client))


def time_not_from_zero(case):
    return any(isinstance(time, int | float) and time > 1000 for time in times(case.client))


def clock_never_stopped(case):
    return any(isinstance(time, int) and time > 1 for time in times(case.client))
