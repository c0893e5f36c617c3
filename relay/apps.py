from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "relay"
    verbose_name = "Chez les élèves"

    def ready(self):
        from pupils.export import exporting
        from relay.models import tell_all

        exporting.connect(tell_all)
