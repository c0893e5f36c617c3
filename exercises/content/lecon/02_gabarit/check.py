"""La page d'accueil vient d'un gabarit, et sa feuille de style existe."""


async def check(site):
    greg = site.visitor("A")
    page = await greg.get("/")
    site.expect(page.status == 200, "no_page", page=page)
    site.expect(page.all("h1") and "Bienvenue" in page.all("h1")[0].content, "no_title", page=page)
    site.expect(page.stylesheets, "no_stylesheet", page=page)
    style = await greg.get(page.stylesheets[0])
    site.expect(style.status == 200, "stylesheet_missing", page=page)
    site.expect(style.type == "text/css", "stylesheet_type", page=style)
