"""Un champ absent, vide, plein d'espaces ou envoyé deux fois : jamais d'erreur 500."""

from workbench.stage.page import fields_of


async def check(site):
    greg = site.visitor("A")
    await is_welcomed(site, greg)
    for name in ("Nom", "Prénom"):
        page = await sends(site, greg, {}, [name])
        must_explain(site, page, "absent_field", name)
        page = await sends(site, greg, {name: ""})
        must_explain(site, page, "empty_field", name)
        page = await sends(site, greg, {name: "   "})
        must_explain(site, page, "spaces", name)
    page = await sends(site, greg, {"Nom": ["Dupont", "Durand"]})
    site.expect(page.status < 500, "field_twice", page=page)
    page = await greg.get("/bonjour")
    site.expect(page.status < 500, "opened_by_its_address", page=page)
    await is_welcomed(site, greg)


async def is_welcomed(site, visitor):
    page = await sends(site, visitor, {})
    site.expect("Bienvenue Dupont Bob" in page.text, "no_welcome", page=page)


async def sends(site, visitor, fields, without=()):
    home = await visitor.get("/")
    forms = [form for form in home.forms if {"Nom", "Prénom"} <= set(fields_of(form))]
    site.expect(forms, "no_form", page=home)
    right = {name: value for name, value in (("Nom", "Dupont"), ("Prénom", "Bob")) if name not in without}
    return await visitor.submits(home, forms[0], right | fields, without)


def must_explain(site, page, code, name):
    site.expect(page.status < 500 and "Bienvenue" not in page.text, code, page=page, name=name)
    site.expect("manque" in page.text.lower(), "not_explained", page=page, name=name)


def left_out(event, scene):
    """The view looks for the right field in the right place: this time it was not sent."""
    return (
        event["message"] in ("Nom", "Prénom")
        and scene.seen_request["method"] == "POST"
        and "GET" not in event["source"]
    )


def only_the_absent_one(case):
    """The view catches the error of a key that is not there."""
    caught = case.scene.find_events("handled")
    return any("KeyError" in event["error"] for event in caught)


def only_in_the_page(case):
    return any(
        field.has("required") for page in case.page.visitor.pages for form in page.forms for field in form.all("input")
    )
