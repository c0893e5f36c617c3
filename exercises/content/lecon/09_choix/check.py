"""Ce qui est choisi est envoyé, et affiché hors du formulaire ; ce qui n'est pas coché n'est pas envoyé."""

from urllib.parse import unquote

from workbench.stage.page import fields_of, value_of_option


async def check(site):
    greg = site.visitor("A")
    page = await greg.get("/club")
    site.expect(page.status == 200, "no_page", page=page)
    site.expect(page.forms, "no_form", page=page)
    form = page.forms[0]
    site.expect(form.get("method").lower() in ("", "get"), "not_by_get", page=page)
    levels, days, boxes = found(site, page, form)
    await chooses(site, greg, page, levels[-1], days[-1], boxes)
    await chooses(site, greg, page, levels[0], days[0], boxes[:1], boxes[1:])
    await chooses(site, greg, page, levels[-1], days[0], boxes[1:], boxes[:1])
    answer = await greg.submits(page, form, {}, ["activite"])
    site.expect(answer.status == 200, "nothing_ticked", page=answer)
    site.expect(not shown(boxes, answer), "not_ticked", page=answer, value=boxes[0])


def found(site, page, form):
    """The values that can be chosen in the list, with the buttons, with the boxes."""
    lists = [element for element in form.all("select") if element.get("name") == "niveau"]
    levels = [value_of_option(option) for element in lists for option in element.all("option")]
    levels = [level for level in levels if level]
    site.expect(len(set(levels)) >= 2, "no_list", page=page)
    buttons = inputs(form, "radio")
    site.expect(len([e for e in buttons if e.get("name") == "jour"]) >= 2, "no_buttons", page=page)
    boxes = inputs(form, "checkbox")
    site.expect(len(boxes) >= 2, "no_boxes", page=page)
    site.expect({box.get("name") for box in boxes} == {"activite"}, "one_name_a_box", page=page)
    days, boxes = values_named(buttons, "jour"), values_named(boxes, "activite")
    site.expect(all(days) and all(boxes), "no_value", page=page)
    site.expect(len(set(days)) == len(days) and len(set(boxes)) == len(boxes), "same_value", page=page)
    return levels, days, boxes


def inputs(form, kind):
    return [element for element in form.all("input") if element.get("type").lower() == kind]


def values_named(elements, name):
    return [element.get("value") for element in elements if element.get("name") == name]


async def chooses(site, visitor, page, level, day, ticked, unticked=()):
    filled = {"niveau": level, "jour": day, "activite": ticked}
    fixed = {name: values for name, values in fields_of(page.forms[0]).items() if name not in filled}
    answer = await visitor.submits(page, page.forms[0], fixed | filled)
    site.expect(answer.status == 200, "no_answer", page=answer)
    site.expect(f"activite={ticked[0]}" in unquote(answer.path).replace("+", " "), "not_in_the_address", page=answer)
    for value in (level, day):
        site.expect(shown([value], answer), "choice_not_shown", page=answer, value=value)
    for value in ticked:
        site.expect(shown([value], answer), "box_not_shown", page=answer, value=value, all=", ".join(ticked))
    for value in unticked:
        site.expect(not shown([value], answer), "not_ticked", page=answer, value=value)


def shown(values, page):
    """Those of the values that stand on the page, outside its forms."""
    text = " ".join(outside_forms(page.document.root).split())
    return [value for value in values if " ".join(value.split()) in text]


def outside_forms(element):
    texts = []
    for child in element.children:
        if isinstance(child, str):
            texts.append(child)
        elif child.tag not in ("form", "head", "title", "script", "style"):
            texts.append(outside_forms(child))
    return " ".join(texts)


def only_the_last(case):
    return case.page.path.count("activite=") > 1


def not_chosen_yet(event, scene):
    return event["message"] in ("niveau", "jour", "activite")
