"""Un clic sur le titre change sa couleur et son texte, sans rien demander au serveur."""

ORANGE = (255, 165, 0)


async def check(site):
    greg = site.visitor("A")
    page = await greg.get("/")
    site.expect(page.status == 200, "no_page", page=page)
    site.expect(page.all("h1"), "no_title", page=page)
    for address in page.scripts:
        script = await greg.get(address)
        site.expect(script.status == 200, "script_missing", page=page)
    seen = site.played()
    site.expect(not seen.errors, "script_fails", page=page, seen=seen)
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
