"""Une adresse a une réponse, les autres n'en ont pas."""


async def check(site):
    greg = site.visitor("A")
    page = await greg.get("/hello")
    site.expect(page.status == 200, "no_answer", page=page)
    site.expect(page.text == "Hello World!", "other_text", page=page)
    site.expect(page.all("p"), "no_paragraph", page=page)
    page = await greg.get("/nulle-part")
    site.expect(page.status == 404, "answers_everything", page=page)


def default_page(case):
    """What Django shows for any address while there is no route at all."""
    return "docs.djangoproject.com" in case.page.html
