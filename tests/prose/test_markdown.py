from prose.markdown import Markdown

html = Markdown().html


def test_markdown_becomes_html_with_french_spaces():
    assert html("Le **client** : qui ?") == "<p>Le <strong>client</strong>\xa0: qui\xa0?</p>\n"


def test_code_is_left_as_it_is():
    assert html("`a ? b : c'`") == "<p><code>a ? b : c'</code></p>\n"
    assert "let a = 'b' ; c" in html("```\nlet a = 'b' ; c\n```")


def test_html_in_the_prose_is_shown_and_not_obeyed():
    assert html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_tables_are_understood():
    assert "<th>GET</th>" in html("| GET | POST |\n|---|---|\n| a | b |")


def test_one_node_of_the_tree_is_rendered_alone():
    title, _ = Markdown().parse("# Titre\n\nLa suite").children
    assert Markdown().render([title]) == "<h1>Titre</h1>\n"


def test_a_rule_draws_its_nodes_in_its_own_way_and_only_for_its_parser():
    shouting = Markdown(fence=lambda renderer, tokens, index, options, env: tokens[index].content.upper())
    assert shouting.html("```\ncri\n```") == "CRI\n"
    assert "cri" in html("```\ncri\n```")
