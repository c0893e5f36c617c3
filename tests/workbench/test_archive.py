import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from workbench import archive


def zipped(files, **options):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return packed.getvalue()


def test_a_project_comes_back_as_it_was():
    files = archive.starter()
    content = archive.pack("mon-projet", files)
    names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    added = {"requirements.txt", "LISEZMOI.txt", *archive.given()}
    assert names == {f"mon-projet/{name}" for name in {*files, *added}}
    assert archive.unpack(content) == files


def test_a_zip_without_a_folder_around_is_read_too():
    assert archive.unpack(zipped({"views.py": "x = 1", "templates/a.html": "<p>é"})) == {
        "views.py": "x = 1",
        "templates/a.html": "<p>é",
    }


@pytest.mark.parametrize(
    "name",
    [
        "../views.py",
        "/etc/views.py",
        "C:/views.py",
        "a\\..\\b.py",
        "a\0.py",
        "x" * 101 + ".py",
        "con.py",
        "dossier/NUL.py",
        ".env.py",
        "a./b.py",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(ValidationError, match="nom de fichier"):
        archive.check_name(name)


@pytest.mark.parametrize("name", ["a.exe", "a.pyc", "a.bat", "a", "a.lnk"])
def test_only_text_is_taken(name):
    with pytest.raises(ValidationError, match="fichier de texte"):
        archive.unpack(zipped({name: "x", "b.py": ""}))


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(ValidationError, match="trop gros"):
        archive.unpack(zipped({"a.py": "0" * 50_000_000}))


def test_too_many_files_are_refused():
    with pytest.raises(ValidationError, match="au plus 20"):
        archive.unpack(zipped({f"a{number}.py": "" for number in range(21)}))
    with pytest.raises(ValidationError, match="trop de fichiers"):
        archive.unpack(zipped({f"a{number}.py": "" for number in range(101)}))


def test_a_link_is_refused():
    entry = zipfile.ZipInfo("a.py")
    entry.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr(entry, "/etc/passwd")
    with pytest.raises(ValidationError, match="lien"):
        archive.unpack(packed.getvalue())


def test_a_size_that_lies_is_noticed():
    content = bytearray(zipped({"a.py": "0" * 3_000_000}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(ValidationError):
        archive.unpack(bytes(content))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"hello", b"\0" * 1000])
def test_what_is_no_zip_gets_a_sentence(content):
    with pytest.raises(ValidationError, match="pas un zip"):
        archive.unpack(content)


def test_a_text_of_another_encoding_gets_a_sentence():
    with pytest.raises(ValidationError, match="UTF-8"):
        archive.unpack(zipped({"a.py": "é".encode("latin-1")}))
