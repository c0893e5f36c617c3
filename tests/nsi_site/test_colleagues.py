import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from nsi_site.colleagues import free_name

pytestmark = pytest.mark.django_db
DURAND = {"first_name": "Marie", "last_name": "Durand"}


def add(client, **names):
    return client.post("/classe/collegues", DURAND | names)


def test_one_form_makes_a_teacher_who_can_work_at_once(admin_client):
    text = add(admin_client).content.decode()
    password = re.search(r"mot de passe&nbsp;: <code[^>]*>([a-z0-9-]+)</code>", text)[1]
    colleague = Client(SERVER_NAME="localhost")
    assert colleague.post("/admin/login/", {"username": "mdurand", "password": password}).status_code == 302
    for page in ("/classe", "/admin/", "/admin/chat/message/", "/admin/pupils/pupil/"):
        assert colleague.get(page).status_code == 200
    assert colleague.get("/admin/auth/user/").status_code == 403
    assert password not in admin_client.get("/classe/collegues").content.decode()


def test_a_colleague_makes_and_closes_no_accounts(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("martin", is_staff=True))
    other = django_user_model.objects.create_user("durand", is_staff=True)
    assert "Ajouter un collègue" not in client.get("/classe/collegues").content.decode()
    assert add(client).status_code == 403
    assert client.post(f"/classe/collegues/{other.pk}/fermer").status_code == 403


def test_a_closed_account_signs_in_no_more_and_its_session_ends(admin_client, client):
    add(admin_client)
    user = get_user_model().objects.get(username="mdurand")
    client.force_login(user)
    admin_client.post(f"/classe/collegues/{user.pk}/fermer")
    assert client.get("/classe").status_code == 302
    assert "mdurand" in admin_client.get("/classe/collegues").content.decode()  # the sentence that says so
    assert "mdurand" not in admin_client.get("/classe/collegues").content.decode()


def test_nothing_is_closed_by_get_nor_the_administrator_s_own(admin_client, admin_user):
    add(admin_client)
    user = get_user_model().objects.get(username="mdurand")
    assert admin_client.get(f"/classe/collegues/{user.pk}/fermer").status_code == 405
    assert admin_client.post(f"/classe/collegues/{admin_user.pk}/fermer").status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Zoé", "Lévy-Brühl", "zlevybruhl"), ("李", "雷", "collegue"), ("", "O’Brien", "obrien")],
)
def test_the_account_s_name_can_be_typed_anywhere(first, last, name):
    assert free_name(first, last) == name
    get_user_model().objects.create_user(name)
    assert free_name(first, last) == f"{name}2"


def test_an_empty_name_is_refused(admin_client):
    assert "Ce champ est obligatoire" in add(admin_client, last_name=" ").content.decode()
