"""Exercice 9 : qui arrive reçoit les dix derniers messages du salon."""

from exercises.scene import Mistake, write_frame

WANTED = {"type": "history"}


async def check(chat):
    greg = await chat.enter("A", "Greg", room="théâtre")
    bob = await chat.enter("C", "Bob", room="cinéma")
    await bob.says("pas ici")
    for number in range(1, 13):
        await greg.says(f"message {number}")
    await greg.says("")
    messages = [{"userName": "Greg", "message": f"message {number}"} for number in range(3, 13)]
    nathalie = await chat.enter("B", "Nathalie", room="théâtre")
    await remembered(nathalie, messages)
    await greg.receives_no(
        "history",
        advice="L'historique ne va qu'au nouveau : self.send dans connect.",
        code="history_to_everybody",
        expected="Seul celui qui arrive reçoit l'historique.",
    )
    await nathalie.leave()
    nathalie = await chat.enter("B", "Nathalie", room="cinéma")
    await remembered(nathalie, [{"userName": "Bob", "message": "pas ici"}])


async def remembered(client, messages):
    def texts(me):
        for data in me.of_type("history"):
            if isinstance(data.get("messages"), list):
                return [m.get("message") if isinstance(m, dict) else m for m in data["messages"]]
        return None

    wanted = [message["message"] for message in messages]
    await client.receives(
        WANTED,
        advice="Gardez les messages diffusés de chaque salon dans une liste, et envoyez les dix derniers dans "
        "connect, après "
        "accept, en une seule trame.",
        expected=f"Le client {client.letter} reçoit les {len(messages)} derniers messages de son salon, du plus "
        f"ancien au "
        f"plus récent, de {write_frame(messages[0])} à {write_frame(messages[-1])}",
        check=lambda data: (
            isinstance(data.get("messages"), list)
            and [
                m if not isinstance(m, dict) else {k: m.get(k) for k in ("userName", "message")}
                for m in data["messages"]
            ]
            == messages
        ),
        mistakes=[
            Mistake(
                "history_one_by_one",
                lambda me: not me.of_type("history") and me.of_type("message"),
                "Les anciens messages arrivent un par un comme s'ils étaient nouveaux : une seule trame de type « "
                "history », "
                "avec la liste.",
            ),
            Mistake(
                "history_reversed",
                lambda me: len(wanted) > 1 and texts(me) == wanted[::-1],
                "L'ordre est inversé : le plus ancien vient en premier.",
            ),
            Mistake(
                "history_of_all_rooms",
                lambda me: any(text and not str(text).startswith(wanted[0][:4]) for text in texts(me) or ()),
                "On y lit des messages d'un autre salon : il faut une liste par salon, dans un dictionnaire.",
            ),
            Mistake(
                "refused_in_history",
                lambda me: texts(me) and "" in texts(me),
                "Un message refusé est dans l'historique : n'ajoutez un message qu'après l'avoir accepté.",
            ),
            Mistake(
                "history_first_ten",
                lambda me: texts(me) and texts(me)[0] == "message 1" and len(texts(me)) == 10,
                "Ce sont les dix premiers messages, pas les dix derniers : liste[-10:].",
            ),
            Mistake(
                "history_too_long",
                lambda me: texts(me) and len(texts(me)) > 10,
                "Il y a plus de dix messages : gardez les derniers avec liste[-10:] ou deque(maxlen=10).",
            ),
            Mistake(
                "history_without_names",
                lambda me: texts(me) == wanted,
                "Chaque élément de la liste est un dictionnaire avec userName et message.",
            ),
            Mistake(
                "history_empty",
                lambda me: texts(me) == [],
                "L'historique est vide : la liste doit être commune à tous les clients, donc hors de la classe, et "
                "chaque "
                "message diffusé y est ajouté.",
            ),
        ],
    )
