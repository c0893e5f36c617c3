from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    name = "exchanges"
    verbose_name = "échanges"

    def ready(self):
        from exchanges import checks  # noqa: F401 - registers itself
