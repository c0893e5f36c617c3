"""Exercice 8 : un client demande la liste des salons ouverts."""

from exercises.scene import Mistake


async def check(chat):
    greg = await chat.enter("A", "Greg", room="histoire")
    await listed(greg, ["histoire"])
    nathalie = await chat.enter("B", "Nathalie", room="club d'échecs")
    bob = await chat.enter("C", "Bob", room="histoire")
    await listed(greg, ["club d'échecs", "histoire"])
    for other in (nathalie, bob):
        await other.receives_no(
            "rooms",
            advice="La liste ne va qu'à celui qui l'a demandée : self.send.",
            code="list_to_everybody",
            expected="Seul le client qui demande reçoit la liste.",
        )
    await bob.leave()
    await listed(nathalie, ["club d'échecs", "histoire"])
    await nathalie.leave()
    await listed(greg, ["histoire"])


async def listed(client, rooms):
    def answer(me):
        return next((data["rooms"] for data in me.of_type("rooms") if isinstance(data.get("rooms"), list)), None)

    def right(data):
        names = data["rooms"]
        return isinstance(names, list) and len(names) == len(rooms) and all(room in names for room in rooms)

    await client.sends({"type": "rooms"})
    await client.receives(
        {"type": "rooms"},
        advice='Au début de receive, si trame["type"] vaut "rooms", envoyez la liste à ce client puis quittez avec '
        "return.",
        expected=f"Le client {client.letter} reçoit la liste des salons ouverts, dans un ordre quelconque : "
        + ", ".join(rooms),
        check=lambda data: "rooms" in data and right(data),
        mistakes=[
            Mistake(
                "closed_room_listed",
                lambda me: answer(me) and set(rooms) < set(map(str, answer(me))),
                "Un salon que tout le monde a quitté n'est plus ouvert : dans disconnect, retirez-le quand il "
                "devient vide.",
            ),
            Mistake(
                "room_listed_twice",
                lambda me: answer(me) and len(answer(me)) > len(set(map(str, answer(me)))),
                "Le même salon figure plusieurs fois, une fois par client : utilisez les clés d'un dictionnaire ou un "
                "ensemble (set).",
            ),
            Mistake(
                "group_names_listed",
                lambda me: answer(me) and any(str(name).startswith(("chat_", "chat.", "chat-")) for name in answer(me)),
                "Ce sont les noms des groupes. Les clients attendent les noms des salons tels qu'ils sont dans l'URL.",
            ),
            Mistake(
                "open_room_missing",
                lambda me: answer(me) is not None and len(answer(me)) < len(rooms),
                "Il manque un salon où il reste quelqu'un : ne le retirez que lorsque son dernier client part.",
            ),
            Mistake(
                "list_not_a_list",
                lambda me: me.of_type("rooms") and answer(me) is None,
                "La clé « rooms » doit contenir une liste de noms.",
            ),
        ],
    )
