"""The teacher's account, made once with a password that nobody else knows."""

import secrets

from django.contrib.auth import get_user_model

NAME = "prof"
LEGIBLE = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else on a blackboard


def create_account():
    """Make the first administrator; return the password, or None when there is an administrator already."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return None
    password = "-".join("".join(secrets.choice(LEGIBLE) for _ in range(4)) for _ in range(3))
    users.create_superuser(NAME, password=password)
    return password
