"""Une trame mal faite a pour réponse une erreur, et rien d'autre."""

INVALID = [
    "bonjour",
    "",
    "[1, 2]",
    "17",
    "null",
    {"userName": "Greg", "message": "coucou"},
    {"type": "danse", "userName": "Greg", "message": "coucou"},
    {"type": ["message"], "userName": "Greg", "message": "coucou"},
    {"type": "message", "userName": "Greg"},
    {"type": "message", "message": "coucou"},
    {"type": "message", "userName": "Greg", "message": 17},
    {"type": "message", "userName": None, "message": "coucou"},
]


async def check(chat):
    greg = await chat.enter("A", "Greg", room="chimie")
    nathalie = await chat.enter("B", "Nathalie", room="chimie")
    for frame in INVALID:
        await greg.sends(frame)
        await greg.receives({"type": "error"}, "no_error", matching=has_detail)
        await nathalie.receives_no("message", "sent_all_the_same")
        await nathalie.receives_no("error", "error_to_everybody")
        await still_served(greg, nathalie)


async def still_served(greg, nathalie):
    await greg.says("toujours là")
    frame = {"type": "message", "userName": "Greg", "message": "toujours là"}
    await nathalie.receives(frame, "not_served_any_more")


def has_detail(data):
    return isinstance(data.get("detail"), str) and bool(data["detail"].strip())
