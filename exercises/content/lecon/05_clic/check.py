"""Un clic sur le titre change sa couleur et son texte, sans rien demander au serveur."""

ORANGE = (255, 165, 0)


async def check(site):
    page, seen = await site.opens("/")
    site.expect(page.all("h1"), "no_title", page=page)
    before = seen.text_of("h1")
    site.expect(seen.colour_of("h1") != ORANGE, "orange_from_the_start", page=page, seen=seen)
    seen.step(1)
    site.expect(not seen.requests, "asks_the_server", page=page, seen=seen, asked=" puis ".join(seen.requests))
    site.expect(seen.colour_of("h1") == ORANGE, "not_orange", page=page, seen=seen)
    site.expect(seen.text_of("h1") != before, "same_text", page=page, seen=seen)


def another_colour(case):
    return case.seen.colour_of("h1") != case.seen.step(0).colour_of("h1")


def no_script(case):
    """Neither a file, nor a script in the page, nor onclick."""
    handlers = [name for element in case.page.all() for name in element.attributes if name.startswith("on")]
    return not case.seen.scripts(case.page) and not handlers
