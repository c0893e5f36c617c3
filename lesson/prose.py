"""The lesson's prose: Markdown in which a fence may be a workshop."""

from django.template.loader import render_to_string

from lesson import workshops
from prose.markdown import Markdown


def fence(renderer, tokens, index, options, env):
    """A fence ```` ```atelier name ```` becomes the workshop of that name; any other is an example of code."""
    token = tokens[index]
    kind, _, name = token.info.strip().partition(" ")
    if kind != "atelier":
        return renderer.fence(tokens, index, options, env)
    return render_to_string(f"lesson/workshops/{name}.html", workshops.context(name, token.content))


markdown = Markdown(fence=fence)
parse, render = markdown.parse, markdown.render
