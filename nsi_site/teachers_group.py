"""The group « Enseignants »: what a teacher may see and change in `/admin/`, whatever a new version adds to it."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

GROUP = "Enseignants"
APPLICATIONS = ["chat", "pupils", "classroom"]


def give_permissions(using, apps=installed, **kwargs):
    """After each `migrate`: make the group, and give it all that concerns a class. Accounts are not part of it."""
    for label in APPLICATIONS:
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=GROUP)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    group.permissions.set(permissions.filter(content_type__app_label__in=APPLICATIONS))
