import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from nsi_site import private_folder


def test_the_key_stays_the_same(tmp_path):
    key = private_folder.secret_key(tmp_path / "var")
    assert len(key) > 50
    assert private_folder.secret_key(tmp_path / "var") == key
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_each_site_has_its_own_key(tmp_path):
    assert private_folder.secret_key(tmp_path / "one") != private_folder.secret_key(tmp_path / "two")


def test_processes_that_start_together_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(20) as pool:
        keys = list(pool.map(lambda _: private_folder.secret_key(tmp_path / "var"), range(20)))
    assert len(set(keys)) == 1


def test_a_file_system_without_links_will_do(tmp_path, monkeypatch):
    def link(source, target):
        raise PermissionError("FAT")

    monkeypatch.setattr(os, "link", link)
    key = private_folder.secret_key(tmp_path)
    assert private_folder.secret_key(tmp_path) == key
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("existed", [False, True])
def test_nobody_else_may_look_in(tmp_path, existed):
    var = tmp_path / "var"
    if existed:
        var.mkdir(mode=0o755)
    private_folder.secret_key(var)
    modes = [path.stat().st_mode & 0o777 for path in (var, var / "secret_key")]
    assert modes == [0o700, 0o600] or os.name == "nt"


def test_the_names_of_cookies_tell_two_installations_apart_and_nothing_of_their_keys():
    assert private_folder.cookie_mark("key") == private_folder.cookie_mark("key")
    assert private_folder.cookie_mark("key") != private_folder.cookie_mark("another")
    assert "key" not in private_folder.cookie_mark("key")


def test_a_folder_that_cannot_be_written_is_told_in_french(tmp_path):
    (tmp_path / "var").write_text("a file of this name")
    with pytest.raises(SystemExit, match="ne se lit pas ou ne s’écrit pas"):
        private_folder.secret_key(tmp_path / "var")


def test_a_folder_of_another_user_is_told_in_french(tmp_path, monkeypatch):
    private_folder.secret_key(tmp_path)

    def refuse(*args, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "read_text", refuse)
    with pytest.raises(SystemExit, match="Permission denied"):
        private_folder.secret_key(tmp_path)
