"""Chaque message arrivé s'affiche, le nom en gras, et reste du texte."""

import re

BOLD = r"<(b|strong)\b[^>]*>\s*{name}[\s:]*</\1>"
ZOE, IMAGE = "<i>Zoé</i>", "<img src=data:, onerror=alert(1)>"


async def check(site):
    page, seen = await site.opens("/direct")
    what = {"page": page, "seen": seen}
    seen.step(1)
    site.expect("coucou" in seen.text_of("#zoneMessage"), "not_shown", **what)
    site.expect("Greg" in seen.text_of("#zoneMessage"), "no_name", **what)
    zone = seen.element("#zoneMessage")["html"]
    site.expect(re.search(BOLD.format(name="Greg"), zone), "name_not_bold", **what)
    site.expect("Pas encore de message" not in seen.text, "title_stays", **what)
    before = seen.text_of("#zoneMessage")
    seen.step(2)
    site.expect(seen.text_of("#zoneMessage") == before, "other_frames_shown", **what)
    seen.step(3)
    text = seen.text_of("#zoneMessage")
    site.expect(IMAGE in text and ZOE in text, "taken_for_html", **what)
    site.expect("coucou" in text, "only_the_last", **what)
    site.expect(text.index("coucou") < text.index("ça va"), "upside_down", **what)
    site.expect(seen.element("#zoneMessage")["html"].count("<p") == 2, "no_paragraph", **what)


def never_parsed(case):
    """JSON.parse stands nowhere in the scripts, but in comments."""
    scripts = case.seen.scripts(case.page).values()
    return not any(re.search(r"^(?!\s*//).*JSON\.parse", text, re.M) for text in scripts)


def nobody_listens(case):
    scripts = case.seen.scripts(case.page).values()
    return not any(re.search(r"onmessage\s*=|addEventListener\(\s*.message", text) for text in scripts)
