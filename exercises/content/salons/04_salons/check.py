"""Un message reste dans son salon."""


async def check(chat):
    greg = await chat.enter("A", "Greg", room="maths")
    bob = await chat.enter("C", "Bob", room="nsi")
    nathalie = await chat.enter("B", "Nathalie", room="maths")
    await bob.receives_no("arrival", "announced_elsewhere", news="l’arrivée", room=bob.room)
    await stays_inside(greg, inside=[nathalie, greg], outside=bob, text="qui a compris les suites ?")
    await stays_inside(bob, inside=[bob], outside=greg, text="salut les NSI")
    await stays_inside(nathalie, inside=[greg, nathalie], outside=bob, text="moi !")
    await bob.leave()
    await names_that_look_alike(chat, greg, nathalie)
    bob = await chat.enter("C", "Bob", room="nsi")
    await nathalie.leave()
    await greg.receives({"type": "departure"}, "no_departure")
    await bob.receives_no("departure", "announced_elsewhere", news="le départ", room=bob.room)


async def names_that_look_alike(chat, greg, nathalie):
    """The same first letter, the same length."""
    bob = await chat.enter("C", "Bob", room="manga")
    await stays_inside(greg, inside=[nathalie, greg], outside=bob, text="on reprend ?")
    await bob.leave()


async def stays_inside(sender, inside, outside, text):
    await sender.says(text)
    for client in inside:
        frame = {"type": "message", "userName": sender.user, "message": text}
        await client.receives(frame, "no_message", outside=outside)
    await outside.receives_no("message", "left_the_room", room=outside.room, other=sender.room)


def room_shared(case):
    return case.outside.of_type("message")
