from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "nsi_site"

    def ready(self):
        from nsi_site import records, sign_in  # noqa: F401  their receivers; models cannot be imported before
