import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from nsi_site import exposure

HOME = SimpleNamespace(mountpoint="/", fstype="ext4", opts="rw")


def disks(monkeypatch, *found):
    monkeypatch.setattr(exposure.psutil, "disk_partitions", lambda all: [HOME, *found])


def test_a_folder_of_one_s_own_needs_no_warning(monkeypatch, tmp_path):
    disks(monkeypatch, SimpleNamespace(mountpoint="/elsewhere", fstype="cifs", opts="rw"))
    tmp_path.chmod(0o700)
    assert exposure.warning(tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_one_that_others_can_read_is_told(monkeypatch, tmp_path):
    disks(monkeypatch)
    tmp_path.chmod(0o755)
    assert "d’autres comptes de ce PC peuvent lire" in exposure.warning(tmp_path)


@pytest.mark.parametrize(("fstype", "opts"), [("cifs", "rw"), ("NFS4", "rw"), ("NTFS", "rw,remote")])
def test_a_network_drive_is_told(monkeypatch, tmp_path, fstype, opts):
    disks(monkeypatch, SimpleNamespace(mountpoint=str(tmp_path.resolve()), fstype=fstype, opts=opts))
    assert "lecteur réseau" in exposure.warning(tmp_path)


def test_windows_other_way_to_write_one_too(monkeypatch):
    disks(monkeypatch)
    share = SimpleNamespace(resolve=lambda: r"\\serveur\profs\var")
    assert exposure.is_on_network(share)


def test_the_disk_is_that_of_the_folder_and_no_other_with_a_like_name():
    assert exposure.contains("/mnt/a", "/mnt/a/var")
    assert exposure.contains("/", str(Path("/mnt/ab")))
    assert not exposure.contains("/mnt/a", "/mnt/ab")
