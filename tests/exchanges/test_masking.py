import json
import secrets
import time

import pytest

from exchanges.bodies import KEPT, Body
from exchanges.masking import MASK, MOST_LEARNED, Masker

SESSION = "k2v9x0c1m3n5b7a8s6d4f2g1h0j9k8l7"
TOKEN = "Zk3" * 21 + "x"  # 64 letters and digits, as Django's
FORM = "application/x-www-form-urlencoded"


def masked(text, kind, **parameters):
    return Masker().body(text, kind, **parameters)


def test_cookies_keep_their_names_and_lose_their_values():
    cookies = Masker().header("cookie", f"sessionid={SESSION}; atelier=abc:def; vide=; sansvaleur")
    assert cookies == f"sessionid={MASK}; atelier={MASK}; vide=; {MASK}"


def test_a_cookie_that_is_set_keeps_its_attributes():
    value = Masker().header("set-cookie", f"sessionid={SESSION}; HttpOnly; Path=/")
    assert value == f"sessionid={MASK}; HttpOnly; Path=/"


def test_cookies_that_the_settings_name_are_shown(settings):
    settings.EXCHANGES_SHOWN_COOKIES = ["visites"]
    assert Masker().header("cookie", f"visites=3; sessionid={SESSION}") == f"visites=3; sessionid={MASK}"
    assert Masker().header("set-cookie", "visites=4; Max-Age=30") == "visites=4; Max-Age=30"


@pytest.mark.parametrize("name", ["authorization", "proxy-authorization", "x-csrftoken", "x-api-key", "x-auth-token"])
def test_headers_that_carry_secrets_are_masked(name):
    assert Masker().header(name, "Basic cHJvZjpzZWNyZXQ=") == MASK


def test_other_headers_are_shown():
    assert Masker().header("content-type", "text/html") == "text/html"


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "mot_de_passe",
        "mot+de+passe",
        "mdp",
        "pwd",
        "Secret",
        "csrfmiddlewaretoken",
        "new_password2",
        "%6Ddp",
        "jeton",
        "api_key",
    ],
)
def test_password_fields_of_forms_are_masked_in_bodies_and_addresses(name):
    assert masked(f"Nom=Dupont&{name}=hunter2&x=1", FORM) == f"Nom=Dupont&{name}={MASK}&x=1"
    assert masked(f"{name}=hunter2&Nom=Dupont", FORM) == f"{name}={MASK}&Nom=Dupont"
    assert Masker().url(f"/a?{name}=hunter2#fin") == f"/a?{name}={MASK}#fin"
    assert Masker().header("referer", f"http://pc/a?x=1&{name}=hunter2") == f"http://pc/a?x=1&{name}={MASK}"


def test_ordinary_fields_are_shown_as_they_were_sent():
    assert masked("Nom=Dupont&Pr%C3%A9nom=Bob", FORM) == "Nom=Dupont&Pr%C3%A9nom=Bob"
    assert masked("a&&=b&c", FORM) == "a&&=b&c"


def test_a_form_sent_as_plain_text_is_masked_too():
    assert masked("Nom=a&b\r\nmdp=x&y#z\r\n", "text/plain") == f"Nom=a&b\r\nmdp={MASK}\r\n"


def test_password_fields_of_multipart_forms_are_masked():
    part = '--lim\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = part.format("Nom", "Dupont") + part.format("mot de passe", "hunter2\r\nsuite") + "--lim--\r\n"
    shown = masked(body, "multipart/form-data", boundary="lim")
    assert shown == part.format("Nom", "Dupont") + part.format("mot de passe", MASK) + "--lim--\r\n"
    assert masked(body, "multipart/form-data") == MASK


def test_sensitive_values_of_json_are_masked_whatever_their_shape():
    text = '{"password": "hu\\"nter", "pin_secret":1234, "a": [{"token" : {"deep": ["x", null]}}], "message": "coucou"}'
    shown = Masker().frame(text)
    assert shown == (
        f'{{"password": "{MASK}", "pin_secret": "{MASK}", "a": [{{"token": {{"deep": ["{MASK}", null]}}}}], '
        '"message": "coucou"}'
    )


def test_a_key_that_comes_twice_hides_both_its_values():
    shown = Masker().frame('{"password": "hunter2", "password": null, "x": "hunter2"}')
    assert "hunter2" not in shown


def test_json_keys_written_with_escapes_are_recognised():
    assert Masker().frame('{"p\\u0061ssword": "hunter2"}') == f'{{"password": "{MASK}"}}'


def test_json_that_speaks_of_passwords_is_shown():
    text = '{"type": "message", "message": "quel est le mot de passe : token ?", "id": "abc"}'
    assert Masker().frame(text) == text


@pytest.mark.parametrize(
    "text", ['{"password": "hunt', '{"password": "hunt\\', '[{"a": 1}, "token"', "[" * 10_000 + "mdp"]
)
def test_json_that_is_spoilt_is_not_shown_when_it_speaks_of_secrets(text):
    assert Masker().frame(text) == MASK
    assert masked(text, "application/json") == MASK


def test_json_that_is_spoilt_is_shown_when_it_does_not():
    assert Masker().frame('{"message": "coucou') == '{"message": "coucou'


def test_texts_that_are_not_json_pass_unchanged():
    for text in ("", "coucou", '"', "]]]}}:,", "mdp", '"token":]'):
        assert Masker().frame(text) == text


@pytest.mark.parametrize(
    "tag",
    [
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
        "<input type='hidden' name='csrfmiddlewaretoken' value='{}'/>",
        "<INPUT VALUE={} NAME=csrfmiddlewaretoken>",
        '<input title="a > b" value="{}" type="password">',
    ],
)
def test_hidden_fields_and_passwords_in_pages_are_masked(tag):
    assert masked(f"<p>{tag.format('s3cret!')}", "text/html") == f"<p>{tag.format(MASK)}"


def test_other_inputs_are_shown():
    html = '<input type="text" name="Nom" value="Dupont"><input type="submit" value="Valider">'
    assert masked(html, "text/html") == html


def test_a_token_of_django_is_masked_wherever_a_page_puts_it():
    assert masked(f'<body data-x="{TOKEN}">', "text/html") == f'<body data-x="{MASK}">'


def test_a_secret_seen_once_is_recognised_everywhere_in_the_exchange():
    masker = Masker()
    masker.header("cookie", f"sessionid={SESSION}")
    masker.body("password=p%26ss+word%21", FORM)
    assert masker.body(f"sid={SESSION} p&amp;ss word! p&ss word!", "text/html") == f"sid={MASK} {MASK} {MASK}"
    assert masker.header("x-debug", SESSION) == MASK
    assert masker.url(f"/a/{SESSION}") == f"/a/{MASK}"
    assert masker.frame(f'{{"message": "{SESSION}"}}') == f'{{"message": "{MASK}"}}'


def test_a_short_cookie_does_not_blank_half_of_the_page():
    masker = Masker()
    masker.header("cookie", "theme=dark; n=1")
    assert masker.body("dark 1", "text/html") == "dark 1"


def test_a_token_that_straddles_what_is_shown_leaves_no_part_of_itself():
    for start in range(3900, 4100, 7):
        html = "x" * start + f'<input type="hidden" name="csrfmiddlewaretoken" value="{TOKEN}">' + "y" * 5000
        body = Body()
        body.add(html.encode())
        shown = body.as_fields({b"content-type": b"text/html"}, Masker())["body"]
        assert TOKEN[:8] not in shown


@pytest.mark.parametrize(
    "text",
    [
        '"' * KEPT,
        '\\"' * KEPT,
        "<input " * KEPT,
        "a" * KEPT,
        "<input " + "a " * KEPT,
        "<input " + "a" * KEPT,
        "[" * KEPT,
        "=&" * KEPT,
        "mdp" * KEPT,
        '"mdp":' * KEPT,
    ],
)
def test_no_text_takes_long_to_mask(text):
    began = time.process_time()
    for kind in (FORM, "application/json", "text/html", "text/plain"):
        masked(text[:KEPT], kind)
    masked(text[:KEPT], "multipart/form-data", boundary="a")
    assert time.process_time() - began < 0.5


def test_the_time_grows_with_the_text_and_no_faster():
    """Twice as many keys may take three times as long, to be sure of the measure; not four times."""

    def seconds(keys):
        text = json.dumps({f"mdp{number}": number for number in range(keys)})
        began = time.process_time()
        masked(text, "application/json")
        return time.process_time() - began

    turns = [(seconds(8000), seconds(4000)) for _ in range(5)]
    assert min(twice for twice, _ in turns) < 3 * min(once for _, once in turns)


def test_a_text_of_too_many_lines_is_shown_as_it_is_or_not_at_all():
    assert masked("x\n" * 5000, "text/plain") == "x\n" * 5000
    assert masked("x\n" * 5000 + "mdp=hunter22", "text/plain") == MASK


def test_what_fetch_sends_without_saying_what_is_masked_too():
    assert masked("Nom=a&password=hunter22", "text/plain") == f"Nom=a&password={MASK}"
    for kind in ("text/plain", FORM):
        assert masked('{"pass": "hunter22"}', kind) == f'{{"pass": "{MASK}"}}'


def test_a_shown_cookie_hides_what_was_joined_to_it(settings):
    settings.EXCHANGES_SHOWN_COOKIES = ["visites"]
    assert SESSION not in Masker().header("cookie", f"visites=3,sessionid={SESSION}")


def test_a_cookie_that_is_set_has_no_attributes_but_the_known_ones():
    assert SESSION not in Masker().header("set-cookie", f"a=1; Path=/, sessionid={SESSION}; Secure")


def test_too_many_secrets_hide_everything():
    masker = Masker()
    masker.header("cookie", "; ".join(f"c{number}=a-secret-number-{number:05}" for number in range(500)))
    assert len(masker.learned) == MOST_LEARNED + 1
    assert masker.frame("a-secret-number-00499") == MASK


@pytest.mark.parametrize("cookies", [3, MOST_LEARNED, 100, 450])
def test_whatever_cookies_come_a_page_is_masked_at_once(cookies):
    cookie = "; ".join(f"c{number}={secrets.token_hex(16)}" for number in range(cookies))
    page, least = "<p>Bonjour à toutes et à tous</p>\n" * 120, 1.0  # seconds of CPU; a tenth of a millisecond is usual
    for _ in range(20):
        began = time.process_time()
        masker = Masker()
        masker.header("cookie", cookie)
        masker.body(page, "text/html")
        least = min(least, time.process_time() - began)
    assert least < 0.01
