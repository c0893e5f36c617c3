"""Whether the folder of the data can be read by others than its owner: `var/` holds sessions, messages, the key."""

import sys

import psutil

NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb2",
    "smb3",
    "smbfs",
    "afpfs",
    "ncpfs",
    "webdav",
    "davfs",
    "fuse.sshfs",
    "fuse.davfs2",
}
ADVICE = "Copiez le dossier du site sur le disque de ce PC, dans votre dossier personnel."


def warning(folder):
    """A French sentence for the console, or ""."""
    if is_on_network(folder):
        return f"Attention\u00a0: {folder} est sur un lecteur réseau, que d’autres peuvent lire et changer. {ADVICE}"
    if is_readable_by_others(folder):
        return f"Attention\u00a0: d’autres comptes de ce PC peuvent lire {folder} (mots de passe, messages). {ADVICE}"
    return ""


def is_on_network(folder):
    place = str(folder.resolve())
    if place.startswith("\\\\"):  # Windows' \\server\share
        return True
    disks = [disk for disk in psutil.disk_partitions(all=True) if contains(disk.mountpoint, place)]
    if not disks:
        return False
    disk = max(disks, key=lambda disk: len(disk.mountpoint))
    return disk.fstype.lower() in NETWORK or "remote" in disk.opts.split(",")


def contains(mountpoint, place):
    root = mountpoint.rstrip("/\\")
    return place == root or place.startswith((f"{root}/", f"{root}\\"))


def is_readable_by_others(folder):
    """After it was made private: a USB stick's file system knows no modes. (Windows inherits rights: not looked at.)"""
    return sys.platform != "win32" and folder.stat().st_mode & 0o077 != 0
