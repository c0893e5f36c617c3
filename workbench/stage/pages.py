"""Conditions about pages: why a browser does not get what was wanted. Each returns the values for its words, or None.

`case.page` is the answer that the check looked at; `event` an exception that Django raised.
"""

import ast
import re
from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

ATTRIBUTE = re.compile(r"^[A-Za-z_:@][\w:.-]*$")
MARKS = re.compile(r"\{%[^%}]*\}|\{\s*\w+\s*\}(?!\})|\{\{|%\}|\{%")


# --- routes --------------------------------------------------------------------------------------------------------
def routes(scene):
    """`[(route, name)]` of urlpatterns."""
    module = scene.project.module("urls")
    patterns = getattr(module, "urlpatterns", None) or []
    return [(str(p.pattern), getattr(p, "name", None)) for p in patterns if hasattr(p, "pattern")]


def asked(case):
    return urlsplit(case.page.path).path.removeprefix("/")


def route_with_a_leading_slash(case, scene):
    wrong = [route for route, _ in routes(scene) if route.startswith("/")]
    return {"route": wrong[0], "right": wrong[0].lstrip("/")} if wrong and case.page.status == 404 else None


def route_with_a_near_name(case, scene):
    if case.page.status != 404:
        return None
    near = get_close_matches(asked(case).lower(), [route.lower() for route, _ in routes(scene) if route], 1, 0.7)
    found = [route for route, _ in routes(scene) if near and route.lower() == near[0]]
    return {"path": case.page.path, "route": found[0], "right": asked(case)} if found else None


def two_routes_of_one_address(case, scene):
    twice = [route for route, count in Counter(route for route, _ in routes(scene)).items() if count > 1]
    return {"route": twice[0]} if twice else None


def two_views_of_one_name(case, scene):
    path = scene.project.folder / "views.py"
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    last = {node.name: node.lineno for node in functions}
    twice = [name for name, count in Counter(node.name for node in functions).items() if count > 1]
    return {"name": twice[0], "file": "views.py", "line": last[twice[0]]} if twice else None


def known_routes(event, scene):
    return {"known": ", ".join(name for _, name in routes(scene) if name) or "aucun"}


def near_view(event, scene):
    name = re.search(r"attribute '(\w+)'", event["message"])[1]
    return {"near": hint(name, [n for n, value in vars(scene.project.module("views")).items() if callable(value)])}


def near_template(event, scene):
    folder = scene.project.folder / "templates"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    elsewhere = [path for path in scene.project.folder.rglob(event["message"]) if path.is_file()]
    if elsewhere:
        return {"near": f". Le vôtre est dans {elsewhere[0].relative_to(scene.project.folder).parent.as_posix()}/"}
    return {"near": hint(event["message"], names)}


def hint(name, names):
    near = get_close_matches(name.lower(), [other.lower() for other in names], 1, 0.6)
    return f" : il y a {next(other for other in names if other.lower() == near[0])}" if near else ""


# --- forms ---------------------------------------------------------------------------------------------------------
def token_is_missing(case, scene):
    return {} if case.page.status == 403 and case.page.method == "POST" and "csrf" in case.page.html.lower() else None


def form_field(event, scene):
    """Why the view did not find the field."""
    page = scene.seen_request
    received = dict(parse_qsl(page["body"] if page["method"] == "POST" else page["query"], keep_blank_values=True))
    received.pop("csrfmiddlewaretoken", None)
    told = ", ".join(f"{name}={value}" for name, value in received.items()) or "aucun champ"
    return {"received": told, "advice": advice_about_field(event, page, received)}


def advice_about_field(event, page, received):
    dictionary = "GET" if "GET" in event["source"] else "POST"
    if dictionary != page["method"] and page["method"] == "GET" and received:
        return 'Un formulaire GET se lit dans request.GET. Pour un POST, écrivez method="post" dans <form>.'
    if dictionary != page["method"] and page["method"] == "GET":
        return (
            'En ouvrant l’adresse, on envoie un GET, sans formulaire : testez if request.method == "POST" '
            "(en majuscules)."
        )
    if dictionary != page["method"]:
        return "Un formulaire POST se lit dans request.POST."
    near = get_close_matches(event["message"].lower(), [name.lower() for name in received], 1, 0.6)
    if near:
        sent = next(name for name in received if name.lower() == near[0])
        return f"Le formulaire envoie « {sent} », la vue cherche « {event['message']} » : il faut le même mot."
    return f'Le formulaire doit avoir un champ name="{event["message"]}", et la vue chercher ce mot, à la lettre.'


def form_without_method(case, scene):
    wants_post = getattr(case, "method", "") == "post" or "csrfmiddlewaretoken" in case.page.html
    return {} if wants_post and any(not form.has("method") for form in case.page.forms) else None


def address_of_one_pc(case, scene):
    for element in case.page.all("a", "form", "link", "script", "img"):
        for name in ("href", "action", "src"):
            if re.match(r"(https?:)?//(localhost|127\.0\.0\.1|\d+\.\d+\.\d+\.\d+)", element.get(name)):
                return {"address": element.get(name)}
    return None


def field_without_a_name(case, scene):
    if case.seen:  # a script reads the fields by their ids, and nothing is sent by their names
        return None
    for form in case.page.forms:
        for field in form.all("input", "textarea", "select"):
            if not field.get("name") and field.get("type") not in ("submit", "button", "reset", "image"):
                return {"id": field.get("id") or "nom"}
    return None


# --- what the page shows -------------------------------------------------------------------------------------------
def template_name_as_answer(case, scene):
    return {"name": case.page.text} if re.fullmatch(r"[\w/-]+\.html?", case.page.text) else None


def file_that_does_not_exist(case, scene):
    folder = scene.project.folder / "static"
    known = (
        [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    )
    for address in case.page.stylesheets + case.page.scripts:
        path = urlsplit(address).path
        if path.startswith("/static/") and path.removeprefix("/static/") not in known:
            name = path.removeprefix("/static/")
            return {"asked": name, "known": ", ".join(known) or "rien", "elsewhere": told_elsewhere(scene, name)}
    return None


def told_elsewhere(scene, name):
    """Where else in the project a file of this name is, as a sentence, or nothing."""
    found = [path.relative_to(scene.project.folder).as_posix() for path in scene.project.folder.rglob(Path(name).name)]
    return f" Votre fichier {found[0]} n’y est pas : renommez-le static/{name}." if found else ""


def marks_that_were_not_read(case, scene):
    found = MARKS.search(visible(case.page))
    return {"mark": found[0].strip()} if found else None


def visible(page):
    """The page's HTML without what stands in scripts and styles, where braces are at home."""
    return re.sub(r"<(script|style)\b.*?</\1>", "", page.html, flags=re.S | re.I)


def variable_that_nobody_gave(case, scene):
    for event in scene.find_events("blank"):
        known = event["known"]
        near = hint(event["name"], known)
        if near or not known:
            return {"name": event["name"], "known": ", ".join(known) or "rien", "near": near}
    return None


def tags_that_cross(case, scene):
    return problem(case, "crossed")


def tag_that_was_never_opened(case, scene):
    return problem(case, "never_opened")


def tag_that_is_never_closed(case, scene):
    return problem(case, "never_closed")


def problem(case, kind):
    found = case.page.document.problem if case.page.type == "text/html" else None
    return {"line": None} | {"line": found[1], **found[2]} if found and found[0] == kind else None


def doctype_is_not_first(case, scene):
    html = case.page.html.lstrip("\ufeff \r\n\t").lower()
    return {} if "<html" in html and not html.startswith(("<!doctype html", "<!--")) else None


def attributes_badly_written(case, scene):
    for element in case.page.all():
        for name, value in element.attributes.items():
            if not ATTRIBUTE.match(name) or (value is None and '"' in name):
                return {"tag": element.tag, "text": name, "line": element.line}
    return None


def quotes_of_a_text_processor(case, scene):
    for element in case.page.all():
        for value in [*element.attributes, *element.attributes.values()]:
            if value and (found := re.search("[“”«»‘’]", value)) and element.tag != "meta":
                return {"sign": found[0], "line": element.line}
    return None


def id_used_twice(case, scene):
    twice = [name for name, count in Counter(case.page.ids).items() if count > 1]
    return {"id": twice[0]} if twice else None
