import pytest
from django.contrib.auth.models import User
from django.urls import reverse


@pytest.fixture
def teacher(client, db):
    client.force_login(User.objects.create_user("prof", is_staff=True))
    return client


def test_the_desk_is_for_staff_alone(client, db):
    client.force_login(User.objects.create_user("somebody"))
    assert client.get(reverse("desk")).status_code == 302


def test_the_desk_is_one_click_away_wherever_a_teacher_is_signed_in(teacher, client):
    for name in ("lesson", "rooms", "exercises", "workbench", "join"):
        assert f'href="{reverse("desk")}"' in teacher.get(reverse(name)).content.decode()
    client.logout()
    assert reverse("desk") not in client.get(reverse("lesson")).content.decode()
