"""Valider le formulaire envoie une trame, sans recharger la page."""


async def check(site):
    page, seen = await site.opens("/direct")
    seen.step(2)
    came = seen.steps[2]
    what = {"page": page, "seen": seen, "told": " puis ".join(came["frames"]) or "rien"}
    site.expect(not came["requests"], "page_reloaded", asked=" puis ".join(came["requests"]), **what)
    site.expect(came["frames"], "nothing_sent", **what)
    site.expect(len(came["frames"]) == 1, "sent_twice", **what)
    wanted = {"type": "message", "userName": "Greg", "message": "coucou"}
    site.expect(seen.sent[0] == wanted, "other_frame", **what)
    site.expect(seen.element("#in2")["value"] == "", "not_emptied", **what)
    site.expect(seen.element("#in1")["value"] == "Greg", "name_emptied", **what)
    site.expect(seen.focus == "in2", "no_focus", **what)
    seen.step(4)
    site.expect(seen.frames, "button_is_dead", **what)


def emptied_before(case):
    """The field is empty when it is read."""
    return case.seen.sent[0].get("message") == "" if isinstance(case.seen.sent[0], dict) else False
