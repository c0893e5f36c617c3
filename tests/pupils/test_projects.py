import pytest
from django.core.exceptions import ValidationError

from pupils.projects import MAX_FILE, MAX_FILES, check_files


def test_a_project_is_texts_by_path():
    check_files({"urls.py": "é" * (MAX_FILE // 2), "templates/index.html": ""})
    check_files({f"{n}.py": "" for n in range(MAX_FILES)})


@pytest.mark.parametrize("files", [None, [], "x", {"a.py": 1}, {"a.py": "\0"}, {"a.py": "\ud800"}, {"a\ud800": ""}])
def test_anything_else_is_refused(files):
    with pytest.raises(ValidationError):
        check_files(files)


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../b", "a//b", "a\\b", "C:a", "a\nb", "x" * 101, "a/", ". "])
def test_a_path_stays_inside_the_project(path):
    with pytest.raises(ValidationError):
        check_files({path: ""})


def test_what_is_too_big_is_named():
    with pytest.raises(ValidationError, match=r"vues\.py dépasse 64 Kio"):
        check_files({"vues.py": "é" * (MAX_FILE // 2 + 1)})
    with pytest.raises(ValidationError, match="20 fichiers"):
        check_files({f"{n}.py": "" for n in range(MAX_FILES + 1)})
