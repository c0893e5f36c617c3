from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    name = "nsi_site"

    def ready(self):
        from nsi_site.teachers_group import give_permissions

        post_migrate.connect(give_permissions, sender=apps.get_app_config("auth"))
        from nsi_site import checks, records, sign_in  # noqa: F401  what they register; models cannot be imported before
