"""The lesson's prose: Markdown in which a fence may be a workshop, and a paragraph something to do."""

from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from lesson import workshops
from lesson.faults import Fault
from prose.markdown import Markdown

TO_DO = "**À faire"


def fence(renderer, tokens, index, options, env):
    """A fence ```` ```atelier name ```` becomes the workshop of that name; any other is an example of code."""
    token = tokens[index]
    kind, _, name = token.info.strip().partition(" ")
    if kind != "atelier":
        # On a phone it scrolls sideways: the keyboard must reach it.
        return renderer.fence(tokens, index, options, env).replace("<pre>", '<pre tabindex="0">', 1)
    try:
        return render_to_string(f"lesson/workshops/{name}.html", workshops.context(name, token.content))
    except (TemplateDoesNotExist, ValueError):
        words = "n’existe pas, ou une de ses lignes n’est pas comme le dit lesson/steps/LISEZMOI.md"
        raise Fault(f"l’atelier «\u00a0{name}\u00a0» {words}.", token.map[0] + 1) from None


def paragraph_open(renderer, tokens, index, options, env):
    """What begins with « À faire » stands out: a pupil in a hurry reads that."""
    if tokens[index + 1].content.startswith(TO_DO):
        tokens[index].attrSet("class", "to-do")
    return renderer.renderToken(tokens, index, options, env)


def is_to_do(node):
    return node.type == "paragraph" and node.children[0].content.startswith(TO_DO)


markdown = Markdown(fence=fence, paragraph_open=paragraph_open)
parse, render, html = markdown.parse, markdown.render, markdown.html
