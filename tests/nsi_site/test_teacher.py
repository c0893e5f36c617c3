import os
import re

import pytest
from django.contrib.auth import get_user_model

from nsi_site import teacher

pytestmark = pytest.mark.django_db


def test_the_first_start_makes_an_account_whose_password_opens_it():
    password = teacher.create_account()
    account = get_user_model().objects.get(username="prof")
    assert account.check_password(password)
    assert account.is_superuser
    assert account.is_staff


def test_the_password_is_made_to_be_copied_by_hand_and_not_to_be_guessed():
    password = teacher.create_account()
    assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", password)
    assert not set("lo01") & set(password)
    assert password not in str(get_user_model().objects.values_list())


def test_the_first_password_is_written_down_for_the_owner_of_the_folder_and_an_old_note_goes(tmp_path):
    (tmp_path / teacher.NOTE_FILE).write_text("of another database", encoding="utf-8")
    path = teacher.write_down("abcd-efgh-jkmn", tmp_path)
    assert "prof" in path.read_text(encoding="utf-8")
    assert "abcd-efgh-jkmn" in path.read_text(encoding="utf-8")
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0


def test_there_is_no_second_account_once_somebody_administers_the_site():
    get_user_model().objects.create_superuser("directrice", password="x")
    assert teacher.create_account() is None
    assert not get_user_model().objects.filter(username="prof").exists()
