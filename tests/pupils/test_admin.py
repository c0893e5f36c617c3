import json

import pytest
from django.urls import reverse

from pupils import quotas
from pupils.models import Pupil

PUPILS = reverse("admin:pupils_pupil_changelist")


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


def act(client, action, *pupils):
    return client.post(PUPILS, {"action": action, "_selected_action": [pupil.pk for pupil in pupils]}, follow=True)


def test_the_teacher_reads_names_and_codes(admin_client, greg):
    page = admin_client.get(PUPILS).content.decode()
    assert "Greg" in page
    assert greg.code in page


@pytest.mark.parametrize(("name", "accepted"), [("Grégoire", True), ("bob", False), ("prof", False), ("GREG", True)])
def test_a_pupil_is_renamed_by_the_rules_that_hold_for_all(admin_client, greg, name, accepted):
    Pupil.objects.create(name="Bob")
    admin_client.post(reverse("admin:pupils_pupil_change", args=[greg.pk]), {"name": name})
    greg.refresh_from_db()
    assert (greg.name == name) is accepted


def test_a_new_code_is_shown_and_the_old_one_void(admin_client, greg):
    old = greg.code
    page = act(admin_client, "renew_codes", greg).content.decode()
    greg.refresh_from_db()
    assert greg.code != old
    assert greg.code in page


def test_what_is_kept_can_be_downloaded(admin_client, greg):
    answer = act(admin_client, "export", greg)
    assert json.loads(answer.content)[0]["pseudonyme"] == "Greg"


def test_the_door_opens_by_one_click_and_says_until_when(admin_client, greg):
    assert "Ouvrir l’entrée" in admin_client.get(PUPILS).content.decode()
    page = admin_client.post(reverse("admin:open-door"), follow=True).content.decode()
    assert quotas.door_closes_at()
    assert "ouverte jusqu’à" in page


def test_an_address_that_a_whole_class_may_share_is_told(admin_client):
    for browser in "abcde":
        quotas.refused("192.0.2.7", browser)
    page = admin_client.get(PUPILS).content.decode()
    assert "192.0.2.7" in page
    assert "SHARED_ADDRESS=1" in page


def test_the_door_does_not_open_by_get_nor_for_anybody(admin_client, client, db):
    assert admin_client.get(reverse("admin:open-door")).status_code == 405
    assert client.post(reverse("admin:open-door")).status_code == 302
    assert quotas.door_closes_at() is None
