import pytest

from exchanges.clients import (
    add_letter,
    asks_for_more,
    hide_letter,
    inherited_letter,
    is_navigation,
    lettered,
    send_to_lettered,
    take_letter,
    without_letter,
)


@pytest.mark.parametrize(
    ("query", "rest", "letter"),
    [
        ("client=A", "", "A"),
        ("after=3&client=B&epoch=x", "after=3&epoch=x", "B"),
        ("Nom=%C3%A9+a&client=C", "Nom=%C3%A9+a", "C"),
        ("client=A&client=B", "", "A"),
        ("client=D", "client=D", ""),
        ("client=AB", "client=AB", ""),
        ("xclient=A", "xclient=A", ""),
        ("", "", ""),
        ("a&&b=", "a&&b=", ""),
    ],
)
def test_the_letter_is_taken_out_of_a_query_and_the_rest_is_left_as_it_was(query, rest, letter):
    assert without_letter(query) == (rest, letter)


def test_the_application_gets_a_scope_without_the_letter():
    scope = {"query_string": b"a=\xe9&client=A", "path": "/"}
    assert take_letter(scope) == ("A", {"query_string": b"a=\xe9", "path": "/"})
    assert scope["query_string"] == b"a=\xe9&client=A"


def test_the_letter_is_hidden_from_the_referer_that_is_shown():
    assert hide_letter("http://pc:8000/chat/accueil?client=A") == "http://pc:8000/chat/accueil"
    assert hide_letter("/?a=1&client=A") == "/?a=1"
    assert hide_letter("/?a=1") == "/?a=1"
    assert hide_letter("/page?") == "/page?"


@pytest.mark.parametrize(
    ("referer", "letter"),
    [
        ("http://pc:8000/formulaire?client=B", "B"),
        ("http://pc:8000/formulaire?x=1&client=B", "B"),
        ("http://pc:8000/formulaire", ""),
        ("http://pc:8000/formulaire?client=Z", ""),
        ("http://pc/formulaire?client=B", ""),
        ("http://evil.example/?client=B", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_letter_is_inherited_from_a_page_of_the_same_host_only(referer, letter):
    assert inherited_letter({b"host": b"pc:8000", b"referer": referer.encode()}) == letter


def test_a_navigation_asks_for_a_page_before_all():
    assert is_navigation({b"accept": b"text/html,application/xhtml+xml"})
    assert not is_navigation({b"accept": b"*/*"})
    assert not is_navigation({})


def test_pages_modules_and_style_sheets_ask_for_more():
    assert asks_for_more("/bonjour", {b"accept": b"text/html,*/*"})
    assert asks_for_more("/static/chat/chat.js", {})
    assert asks_for_more("/static/pages/style.css", {b"accept": b"text/css,*/*;q=0.1"})
    assert not asks_for_more("/static/pages/photo.png", {b"accept": b"image/*"})
    assert not asks_for_more("/sante", {b"accept": b"*/*"})


@pytest.mark.parametrize(
    ("url", "lettered"),
    [
        ("/chat/accueil", "/chat/accueil?client=A"),
        ("/bonjour?Nom=x", "/bonjour?Nom=x&client=A"),
        ("suivante#fin", "suivante?client=A#fin"),
        ("http://pc:8000/", "http://pc:8000/?client=A"),
        ("/x?client=B", "/x?client=B"),
        ("http://evil.example/", "http://evil.example/"),
        ("//evil.example/", "//evil.example/"),
        ("mailto:prof@ecole.fr", "mailto:prof@ecole.fr"),
    ],
)
def test_a_letter_is_added_to_addresses_of_this_site_only(url, lettered):
    assert add_letter(url, "A", "pc:8000") == lettered


async def messages_sent(use):
    messages = []

    async def send(message):
        messages.append(message)

    await use(send)
    return messages


async def test_redirects_carry_the_letter_on_and_nothing_else_changes():
    async def use(send):
        start = {"type": "http.response.start", "status": 302, "headers": [(b"Location", b"/x"), (b"set-cookie", b"a")]}
        await lettered(send, "B", {b"host": b"pc"})(start)
        await lettered(send, "B", {b"host": b"pc"})({**start, "status": 201})
        assert start["headers"][0] == (b"Location", b"/x")

    redirect, created = await messages_sent(use)
    assert redirect["headers"] == [(b"Location", b"/x?client=B"), (b"set-cookie", b"a")]
    assert created["headers"][0] == (b"Location", b"/x")


@pytest.mark.parametrize("target", ["//evil.example/x", "/\\evil.example/x", "\\\\evil.example"])
async def test_a_page_is_never_sent_to_another_site(target):
    start, _ = await messages_sent(lambda send: send_to_lettered(target, "A", send))
    location = dict(start["headers"])[b"location"].decode()
    assert not location.startswith("//")
    assert "\\" not in location
