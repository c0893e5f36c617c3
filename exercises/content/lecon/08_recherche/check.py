"""La même saisie par les deux méthodes : dans le corps, puis dans l'adresse."""

from urllib.parse import unquote

from workbench.stage.page import fields_of

BOB = {"Nom": "Dupont", "Prénom": "Bob"}


async def check(site):
    greg, nathalie = site.visitor("A"), site.visitor("B")
    page = await sends(site, greg, "post", "no_post_form")
    site.expect(is_welcome(page), "post_not_read", page=page)
    page = await sends(site, greg, "get", "no_get_form")
    site.expect(is_welcome(page), "get_not_read", page=page)
    site.expect("Nom=Dupont" in unquote(page.path), "not_in_the_address", page=page)
    page = await nathalie.get("/bonjour?Nom=Lef%C3%A8vre&Pr%C3%A9nom=Chlo%C3%A9")
    site.expect("Bienvenue Lefèvre Chloé" in page.text, "get_not_read", page=page)
    page = await nathalie.get("/bonjour?Nom=Dupont")
    site.expect(page.status < 500 and "manque" in page.text.lower(), "not_explained", page=page)


async def sends(site, visitor, method, code):
    home = await visitor.get("/")
    form = next((form for form in home.forms if is_wanted(form, method)), None)
    site.expect(form, code, page=home)
    return await visitor.submits(home, form, BOB)


def is_wanted(form, method):
    return (form.get("method").lower() or "get") == method and set(BOB) <= set(fields_of(form))


def is_welcome(page):
    return page.status == 200 and "Bienvenue Dupont Bob" in page.text


def method_in_lower_case(case):
    source = (case.scene.project.folder / "views.py").read_text(encoding="utf-8")
    return '"post"' in source or "'post'" in source


def in_the_dictionary_of_the_method(event, scene):
    """The view does not name the dictionary in this line: it has chosen it before."""
    return "request." not in event["source"]
