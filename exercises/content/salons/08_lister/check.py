"""Un client demande la liste des salons ouverts."""


async def check(chat):
    greg = await chat.enter("A", "Greg", room="histoire")
    await listed(greg, ["histoire"])
    nathalie = await chat.enter("B", "Nathalie", room="club d'échecs")
    bob = await chat.enter("C", "Bob", room="histoire")
    await listed(greg, ["club d'échecs", "histoire"])
    for other in (nathalie, bob):
        await other.receives_no("rooms", "list_to_everybody")
    await bob.leave()
    await listed(nathalie, ["club d'échecs", "histoire"])
    await nathalie.leave()
    await listed(greg, ["histoire"])


async def listed(client, rooms):
    def right(data):
        names = data.get("rooms")
        return isinstance(names, list) and len(names) == len(rooms) and all(room in names for room in rooms)

    await client.sends({"type": "rooms"})
    await client.receives({"type": "rooms"}, "no_list", matching=right, rooms=rooms, names=", ".join(rooms))


def answer(case):
    """The names of the list that came, None when no list came."""
    lists = [data["rooms"] for data in case.client.of_type("rooms") if isinstance(data.get("rooms"), list)]
    return [str(name) for name in lists[0]] if lists else None


def closed_room_listed(case):
    return answer(case) and set(case.rooms) < set(answer(case))


def room_listed_twice(case):
    return answer(case) and len(answer(case)) > len(set(answer(case)))


def group_names_listed(case):
    return answer(case) and any(name.startswith(("chat_", "chat.", "chat-")) for name in answer(case))


def open_room_missing(case):
    return answer(case) is not None and len(answer(case)) < len(case.rooms)


def list_not_a_list(case):
    return case.client.of_type("rooms") and answer(case) is None
