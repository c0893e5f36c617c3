import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from nsi_site.teachers_group import GROUP

pytestmark = pytest.mark.django_db


def permissions():
    rows = Group.objects.get(name=GROUP).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{name}" for app, name in rows}


def test_the_group_is_there_with_all_that_concerns_a_class_and_no_accounts():
    assert {"chat.delete_message", "chat.change_room", "pupils.change_pupil"} <= permissions()
    assert not [name for name in permissions() if name.startswith(("auth.", "sessions."))]


def test_migrating_gives_back_what_is_missing():
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert "chat.view_message" in permissions()
