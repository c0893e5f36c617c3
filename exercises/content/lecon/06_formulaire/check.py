"""Le formulaire, rempli et envoyé comme le fait un navigateur, mène à la page de bienvenue."""

from urllib.parse import urlsplit

from workbench.stage.page import fields_of


async def check(site):
    greg, nathalie = site.visitor("A"), site.visitor("B")
    await sends(site, greg, "Dupont", "Bob")
    await sends(site, nathalie, "Lefèvre", "Chloé")
    page = await fill_in(site, greg, "<b>Dupont</b>", "Bob")
    site.expect("<b>Dupont</b>" in page.text, "raw_html", page=page)


async def sends(site, visitor, name, first_name):
    page = await fill_in(site, visitor, name, first_name)
    site.expect(page.status == 200, "no_answer", page=page, action=page.path)
    welcome = f"Bienvenue {name} {first_name}"
    site.expect(welcome in page.text, "no_welcome", page=page, welcome=welcome)


async def fill_in(site, visitor, name, first_name):
    home = await visitor.get("/")
    site.expect(home.status == 200, "no_home", page=home)
    site.expect(home.forms, "no_form", page=home)
    form = the_form(home)
    site.expect(form.get("method").lower() == "post", "not_by_post", page=home, method="post")
    site.expect({"Nom", "Prénom"} <= set(fields_of(form)), "no_field", page=home, names=names_of(form))
    site.expect(not urlsplit(form.get("action")).netloc, "fixed_address", page=home)
    return await visitor.submits(home, form, {"Nom": name, "Prénom": first_name})


def the_form(page):
    """The one with the wanted fields, or the first."""
    return next((form for form in page.forms if {"Nom", "Prénom"} <= set(fields_of(form))), page.forms[0])


def names_of(form):
    return ", ".join(name for name in fields_of(form) if name != "csrfmiddlewaretoken") or "aucun champ"


def sent_to_a_file(case):
    return case.action.endswith((".html", ".py"))


def sent_to_the_page_itself(case):
    return case.page.path == "/"
