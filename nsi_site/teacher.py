"""The teacher's account, made once with a password that nobody else knows."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management import CommandError

from nsi_site import private_folder

NAME = "prof"
NOTE_FILE = "mot-de-passe.txt"
NOTE = """Compte du professeur\u00a0: {name}
Mot de passe\u00a0: {password}

Notez-le ailleurs, puis supprimez ce fichier. Pour en choisir un autre\u00a0: python3 start.py --password
"""
LEGIBLE = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else on a blackboard


def create_account():
    """Make the first administrator; return the password, or None when there is an administrator already."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    password = new_password()
    users.create_superuser(NAME, password=password)
    return password


def write_down(password, folder):
    """Keep the first password in a file of `folder`, for its owner alone; return the path.

    Not on the console: it may be projected, and a printed line cannot be taken back.
    """
    path = folder / NOTE_FILE
    path.unlink(missing_ok=True)
    private_folder.write_once(path, NOTE.format(name=NAME, password=password))
    return path


def new_password():
    return "-".join("".join(secrets.choice(LEGIBLE) for _ in range(4)) for _ in range(3))


def account(name):
    """The member of the staff with this name. CommandError, which names those that there are."""
    staff = get_user_model().objects.filter(is_staff=True, is_active=True)
    user = staff.filter(username=name).first()
    if user is None:
        names = ", ".join(staff.values_list("username", flat=True).order_by("username")) or "aucun"
        raise CommandError(f"Aucun compte de professeur ne s’appelle «\u00a0{name}\u00a0». Comptes\u00a0: {names}.")
    return user
