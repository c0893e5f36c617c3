"""Qui arrive reçoit les dix derniers messages du salon."""


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
    await greg.receives_no("history", "history_to_everybody")
    await nathalie.leave()
    nathalie = await chat.enter("B", "Nathalie", room="cinéma")
    await remembered(nathalie, [{"userName": "Bob", "message": "pas ici"}])


async def remembered(client, messages):
    def right(data):
        return isinstance(data.get("messages"), list) and [only_known(m) for m in data["messages"]] == messages

    sentence = tell(client, messages)
    await client.receives({"type": "history"}, "no_history", matching=right, messages=messages, sentence=sentence)


def only_known(message):
    return {key: message.get(key) for key in ("userName", "message")} if isinstance(message, dict) else message


def tell(client, messages):
    first, last = messages[0]["message"], messages[-1]["message"]
    if len(messages) == 1:
        return f"Le client {client.letter} reçoit le seul message de son salon, « {first} »"
    return (
        f"Le client {client.letter} reçoit les {len(messages)} derniers messages de son salon, du plus ancien au plus "
        f"récent, de « {first} » à « {last} »"
    )


def texts(case):
    """The texts of the history that came, None when none came."""
    for data in case.client.of_type("history"):
        if isinstance(data.get("messages"), list):
            return [m.get("message") if isinstance(m, dict) else m for m in data["messages"]]
    return None


def wanted(case):
    return [message["message"] for message in case.messages]


def history_one_by_one(case):
    return not case.client.of_type("history") and case.client.of_type("message")


def history_reversed(case):
    return len(wanted(case)) > 1 and texts(case) == wanted(case)[::-1]


def history_of_all_rooms(case):
    return any(text and not str(text).startswith(wanted(case)[0][:4]) for text in texts(case) or ())


def refused_in_history(case):
    return texts(case) and "" in texts(case)


def history_first_ten(case):
    return texts(case) and texts(case)[0] == "message 1" and len(texts(case)) == 10


def history_too_long(case):
    return texts(case) and len(texts(case)) > 10


def history_too_short(case):
    return texts(case) and len(texts(case)) < len(wanted(case)) and texts(case) == wanted(case)[-len(texts(case)) :]


def history_without_names(case):
    return texts(case) == wanted(case)


def history_as_text(case):
    return any(isinstance(data.get("messages"), str) for data in case.client.of_type("history"))


def history_empty(case):
    return texts(case) == []
