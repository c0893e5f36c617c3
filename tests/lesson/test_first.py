"""The views that a pupil writes first do work."""

from django.test import RequestFactory

from lesson import first

FIELDS = {"Nom": "Dupont", "Prénom": "Bob"}


def test_a_name_sent_by_post_is_greeted():
    assert "Bienvenue Dupont Bob" in first.bonjour(RequestFactory().post("/bonjour", FIELDS)).content.decode()


def test_a_name_sent_by_get_is_greeted():
    assert "Bienvenue Dupont Bob" in first.bonjour_get(RequestFactory().get("/bonjour", FIELDS)).content.decode()
