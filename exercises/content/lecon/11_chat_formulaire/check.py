"""Chacun voit les messages des autres, mais seulement après avoir redemandé la page."""

from workbench.stage.page import fields_of

FIELDS = {"nom", "message"}


async def check(site):
    greg, nathalie = site.visitor("A"), site.visitor("B")
    first = await opens(site, greg)
    site.expect("coucou" not in first.text, "always_there", page=first)
    page_of_b = await opens(site, nathalie)
    page = await says(site, greg, first, "Greg", "coucou")
    site.expect(is_shown(page, "Greg", "coucou"), "own_not_shown", page=page)
    page = await nathalie.get("/chat")
    site.expect(is_shown(page, "Greg", "coucou"), "not_kept", page=page)
    page = await says(site, nathalie, page_of_b, "Nathalie", "ça va ?")
    site.expect(is_shown(page, "Nathalie", "ça va ?"), "own_not_shown", page=page)
    site.expect(is_shown(page, "Greg", "coucou"), "only_the_last", page=page)
    site.expect(page.text.index("coucou") < page.text.index("ça va ?"), "wrong_order", page=page)
    again = await greg.get("/chat")
    site.expect(again.text.count("coucou") == 1, "added_twice", page=again)
    page = await says(site, greg, again, "Greg", "<b>gras</b>")
    site.expect("<b>gras</b>" in page.text, "raw_html", page=page)


async def opens(site, visitor):
    page = await visitor.get("/chat")
    site.expect(page.status == 200, "no_page", page=page)
    site.expect(page.forms, "no_form", page=page)
    form = page.forms[0]
    site.expect(form.get("method").lower() == "post", "not_by_post", page=page, method="post")
    site.expect(set(fields_of(form)) >= FIELDS, "no_field", page=page)
    return page


async def says(site, visitor, page, name, message):
    answer = await visitor.submits(page, page.forms[0], {"nom": name, "message": message})
    site.expect(answer.status == 200, "no_answer", page=answer)
    return answer


def is_shown(page, name, message):
    return name in page.text and message in page.text


def list_in_the_view(case):
    """The page shows only the message of this request."""
    return "append" in (case.scene.project.folder / "views.py").read_text(encoding="utf-8")
