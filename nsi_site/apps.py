from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "nsi_site"

    def ready(self):
        from nsi_site import records  # noqa: F401  its receivers; models cannot be imported before
