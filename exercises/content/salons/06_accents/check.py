"""Tout nom de salon convient : accents, espaces, apostrophe, autres écritures."""

PAIRS = [
    ("salle des élèves", "salle des eleves"),
    ("chien", "niche"),
    ("Maths", "maths"),
    ("é" * 19 + "a", "é" * 19 + "b"),
    ("日" * 19 + "本", "日" * 20),
    ("l'île aux élèves", "a-b_c.d"),
]


async def check(chat):
    for room, other in PAIRS:
        greg = await chat.enter("A", "Greg", room=room)
        nathalie = await chat.enter("B", "Nathalie", room=room)
        bob = await chat.enter("C", "Bob", room=other)
        await stays_inside(greg, inside=[nathalie, greg], outside=bob)
        await stays_inside(bob, inside=[bob], outside=nathalie)
        for client in (greg, nathalie, bob):
            await client.leave()


async def stays_inside(sender, inside, outside):
    await sender.says("coucou")
    for client in inside:
        frame = {"type": "message", "userName": sender.user, "message": "coucou"}
        await client.receives(frame, "no_message", sender=sender)
    await outside.receives_no("message", "rooms_confused", one=sender.room, other=outside.room)


def group_not_common(case):
    return case.client is not case.sender and case.sender.of_type("message")
