import json
import subprocess
import sys

import pytest

from nsi_site import already_open
from tests.servers import Site, running

WRITE = (
    "import pathlib, sys; from nsi_site.already_open import write_note; write_note(pathlib.Path(sys.argv[1]), 'there')"
)


def test_nobody_serves_a_new_folder(tmp_path):
    assert already_open.other_site(tmp_path) == ""


def test_one_s_own_note_is_no_other_site(tmp_path):
    already_open.write_note(tmp_path, "here")
    assert already_open.other_site(tmp_path) == ""


def test_who_serves_the_folder_is_found_and_forgotten_once_gone(tmp_path):
    program = f"{WRITE}; print(flush=True); input()"
    process = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdin=-1, stdout=-1)
    process.stdout.readline()
    assert already_open.other_site(tmp_path) == "there"
    process.communicate(b"\n")
    assert already_open.other_site(tmp_path) == ""


@pytest.mark.parametrize("note", ["", "[]", "{}", json.dumps({"pid": 1, "since": 0.5, "address": "x"})])
def test_a_note_that_is_no_longer_true_is_nothing(tmp_path, note):
    (tmp_path / already_open.NOTE).write_text(note, encoding="utf-8")
    assert already_open.other_site(tmp_path) == ""


def test_a_second_start_says_where_the_site_is_and_ends(tmp_path):
    first, second = Site(tmp_path), Site(tmp_path / "second")
    second.environment["VAR_DIR"] = first.environment["VAR_DIR"]
    with running(first):
        with pytest.raises(RuntimeError) as failure, running(second):
            pass
        assert f"déjà ouvert\u00a0: {first.url}/" in str(failure.value)
        assert "Traceback" not in str(failure.value)
