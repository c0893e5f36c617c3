"""Markdown to HTML, with French typography."""

from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from prose.typography import french


class Markdown:
    """A parser and its renderer; `rules` draw some kinds of nodes otherwise (see markdown-it's `add_render_rule`)."""

    def __init__(self, **rules):
        self.markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        self.markdown.core.ruler.push("typography", set_in_french)
        for kind, rule in rules.items():
            self.markdown.add_render_rule(kind, rule)

    def parse(self, text):
        """The syntax tree of a Markdown text."""
        return SyntaxTreeNode(self.markdown.parse(text))

    def render(self, nodes):
        """The HTML of some nodes of a tree."""
        tokens = [token for node in nodes for token in node.to_tokens()]
        return mark_safe(self.markdown.renderer.render(tokens, self.markdown.options, {}))  # noqa: S308 - raw HTML is off

    def html(self, text):
        return self.render(self.parse(text).children)


def set_in_french(state):
    """A markdown-it rule: text is corrected, code never is."""
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "text":
                token.content = french(token.content)
