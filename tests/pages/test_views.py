"""What each page of the original lesson says."""

from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

DUPONT_BOB = {"Nom": "Dupont", "Prénom": "Bob"}
REQUIRED = "Ce champ est obligatoire."


def text(response):
    return response.content.decode()


def test_hello_is_a_bare_paragraph(client):
    response = client.get("/hello")
    assert text(response) == "<p>Hello World!</p>"
    assert response["Content-Type"] == "text/html; charset=utf-8"


def test_the_home_page_says_hello_and_leads_to_the_second_page_and_the_chat(client):
    page = text(client.get("/"))
    assert "Hello World!" in page
    assert '<a href="/suivante">Vers la deuxième page</a>' in page
    assert 'href="/chat/"' in page


def test_page2_shows_the_variable_and_the_time_of_the_server(client, monkeypatch):
    monkeypatch.setattr(timezone, "localtime", lambda: datetime(2026, 3, 19, 9, 13, 16))
    page = text(client.get("/page2"))
    assert '<p id="bleuCentre">Voici la deuxième page avec le message&nbsp;: Hello World!</p>' in page
    assert "09:13:16" in page


def test_the_second_page_leads_back(client):
    page = text(client.get("/suivante"))
    assert "Vous êtes sur la deuxième page" in page
    assert '<a href="/">Vers la page d’accueil</a>' in page


def test_the_javascript_page_only_names_its_script(client):
    page = text(client.get("/javascript"))
    assert '<script defer src="/static/pages/script.js"></script>' in page
    assert "onclick" not in page


def test_the_form_is_there_twice_and_only_the_one_by_post_carries_a_token(client):
    page = text(client.get("/formulaire"))
    by_post, by_get = page.split("<form ")[1:]
    assert by_post.startswith('action="/bonjour" method="POST"')
    assert by_get.startswith('action="/bonjour" method="GET"')
    assert "csrfmiddlewaretoken" in by_post
    assert "csrfmiddlewaretoken" not in by_get
    for form in (by_post, by_get):
        assert form.count('name="Nom"') == form.count('name="Prénom"') == form.count('value="Valider"') == 1


def send(client, method, data):
    return client.get("/bonjour", data) if method == "GET" else client.post("/bonjour", data)


@pytest.mark.parametrize("method", ["GET", "POST"])
class TestBonjour:
    def test_welcomes_by_full_name(self, client, method):
        response = send(client, method, DUPONT_BOB)
        assert response.status_code == 200
        assert "<h1>Bienvenue Dupont Bob</h1>" in text(response)
        assert '<a href="/">Retourner à la page d’accueil</a>' in text(response)

    def test_spaces_around_a_name_do_not_count(self, client, method):
        assert "<h1>Bienvenue Dupont Bob</h1>" in text(send(client, method, {"Nom": " Dupont ", "Prénom": "Bob "}))

    def test_a_name_is_text_never_markup(self, client, method):
        page = text(send(client, method, {"Nom": "<script>alert(1)</script>", "Prénom": "&amp;"}))
        assert "Bienvenue &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;" in page
        assert "<script>" not in page

    @pytest.mark.parametrize("data", [{}, {"Prénom": ""}, {"Nom": "", "Prénom": "  "}])
    def test_without_names_the_form_comes_back(self, client, method, data):
        response = send(client, method, data)
        assert response.status_code == 200
        assert text(response).count(REQUIRED) == 2
        assert f'method="{method}"' in text(response)

    def test_what_was_right_need_not_be_typed_again(self, client, method):
        page = text(send(client, method, {"Nom": "D'Artagnan", "Prénom": ""}))
        assert 'value="D&#x27;Artagnan"' in page
        assert page.count(REQUIRED) == 1

    def test_ten_thousand_characters_are_too_many(self, client, method):
        response = send(client, method, {"Nom": "x" * 10_000, "Prénom": "Bob"})
        assert response.status_code == 200
        assert "au plus 50 caractères (actuellement 10000)" in text(response)
        assert "x" * 10_000 in text(response)

    def test_a_field_sent_twice_is_pointed_out(self, client, method):
        response = send(client, method, {"Nom": ["Dupont", "Durand"], "Prénom": "Bob"})
        assert response.status_code == 200
        assert "Ce champ a été envoyé plusieurs fois" in text(response)

    @pytest.mark.parametrize("nom", ["a\0b", "a\x07b", "a\nb", "\u202egnol"])
    def test_characters_that_cannot_be_shown_are_pointed_out(self, client, method, nom):
        response = send(client, method, {"Nom": nom, "Prénom": "Bob"})
        assert response.status_code == 200
        assert "caractère qui ne peut pas être affiché" in text(response)
        assert "Bienvenue" not in text(response)


@pytest.mark.parametrize("nom", ["%FF", "%C3%28", "%ED%A0%80", "%00"])
def test_bytes_that_are_not_utf8_are_pointed_out(client, nom):
    form = "application/x-www-form-urlencoded"
    for response in (
        client.get(f"/bonjour?Nom={nom}&Pr%C3%A9nom=Bob"),
        client.post("/bonjour", f"Nom={nom}&Pr%C3%A9nom=Bob", content_type=form),
    ):
        assert response.status_code == 200
        assert "caractère qui ne peut pas être affiché" in text(response)


def test_a_percent_sign_that_encodes_nothing_stays_a_percent_sign(client):
    assert "Bienvenue %ZZ 100%" in text(client.get("/bonjour?Nom=%ZZ&Pr%C3%A9nom=100%"))


def test_the_form_that_comes_back_by_post_carries_a_token_and_by_get_none(client):
    assert "csrfmiddlewaretoken" in text(client.post("/bonjour"))
    assert "csrfmiddlewaretoken" not in text(client.get("/bonjour"))


def test_a_pupil_fills_in_the_form_by_post_with_its_token():
    client = Client(enforce_csrf_checks=True)
    client.get("/formulaire")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    response = client.post("/bonjour", DUPONT_BOB | {"csrfmiddlewaretoken": token})
    assert "Bienvenue Dupont Bob" in text(response)


@pytest.mark.parametrize("path", ["/", "/hello", "/page2", "/suivante", "/javascript", "/formulaire", "/composants"])
def test_pages_to_read_answer_get_and_head_only(client, path):
    assert client.head(path).status_code == 200
    response = client.post(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_bonjour_answers_post_too_with_its_token_only(client):
    assert client.put("/bonjour")["Allow"] == "GET, HEAD, POST"
    assert Client(enforce_csrf_checks=True).post("/bonjour", DUPONT_BOB).status_code == 403


def test_choices_come_back_in_words_and_what_is_not_offered_is_refused(client):
    assert "choisissez" not in text(client.get("/composants")).lower()
    page = text(client.get("/composants?niveau=Terminale&jour=jeudi"))
    assert "Vous êtes en Terminale, vous viendrez le jeudi. Activités&nbsp;: aucune." in page
    assert "Choisissez un niveau et un jour" in text(client.get("/composants?niveau=CM2&jour=jeudi"))
