"""Le mot et l'heure viennent de la vue, et l'heure est celle de la requête."""

import re

TIME = re.compile(r"\d{1,2}\D{1,5}\d{2}\D{1,5}\d{2}")  # 8:05:09, 08 h 05 min 09 s


async def check(site):
    greg = site.visitor("A")
    page = await greg.get("/page2")
    site.expect(page.status == 200, "no_page", page=page)
    site.expect("Hello World!" in page.text, "no_word", page=page)
    site.expect(not is_in_a_template(site), "word_in_template", page=page)
    first = TIME.findall(page.text)
    site.expect(first, "no_time", page=page)
    await site.wait(1)
    page = await greg.get("/page2")
    site.expect(TIME.findall(page.text) != first, "same_time", page=page)


def is_in_a_template(site):
    files = (site.project.folder / "templates").rglob("*.html")
    return any("Hello World!" in file.read_text(encoding="utf-8") for file in files)
