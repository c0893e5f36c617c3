"""Un clic envoie les deux champs en une trame."""

FRAMES = [
    {"type": "message", "userName": "Greg", "message": "coucou"},
    {"type": "message", "userName": "Greg", "message": "ça va ?"},
]


async def check(site):
    page, seen = await site.opens("/direct")
    what = {"page": page, "seen": seen, "told": " puis ".join(seen.frames) or "rien"}
    site.expect(seen.sockets, "no_socket", **what)
    site.expect(seen.sockets[0] == "/ws/chat", "other_socket", address=seen.sockets[0], **what)
    site.expect(not [step for step in seen.steps[:2] if step["frames"]], "sent_at_once", **what)
    seen.step(2)
    site.expect(seen.frames, "nothing_sent", **what)
    site.expect(None not in seen.sent, "not_json_text", **what)
    site.expect(seen.sent[0] == FRAMES[0], "other_frame", sent=seen.frames[0], **what)
    site.expect(len(seen.steps[2]["frames"]) == 1, "sent_twice", **what)
    seen.step(4)
    site.expect(seen.sent == FRAMES[1:], "old_values", **what)


def values_at_the_start(case):
    """Both frames hold what the fields held when the page was opened: nothing."""
    return all(frame.get("message") == "" for frame in case.seen.step(0).sent if isinstance(frame, dict))


def object_without_stringify(case):
    return any("[object " in frame for frame in case.seen.step(0).frames)


def key_missing(case):
    sent = case.seen.step(0).sent[0]
    return isinstance(sent, dict) and not set(FRAMES[0]) <= set(sent)
