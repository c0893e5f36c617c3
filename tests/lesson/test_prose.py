from lesson import prose


def html(text):
    return prose.render(prose.parse(text).children)


def test_a_fence_of_the_workshops_becomes_one():
    assert 'data-address="/page-inconnue"' in html("```atelier requetes\nEssayer = A GET /page-inconnue\n```")


def test_any_other_fence_is_code():
    assert html("```python\nprint('a ?')\n```") == (
        '<pre tabindex="0"><code class="language-python">print(\'a ?\')\n</code></pre>\n'
    )


def test_what_is_to_be_done_stands_out():
    assert html("**À faire :** rechargez.").startswith('<p class="to-do">')
    assert html("**Attention :** rechargez.").startswith("<p><strong>")
