from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "Chat"

    def ready(self):
        post_migrate.connect(open_first_room, sender=self)


def open_first_room(using, apps=installed, **kwargs):
    """The room where everybody arrives is there whenever the tables are, after a `flush` too."""
    from chat.models import DEFAULT_SLUG  # models cannot be imported before the applications are ready

    try:
        room = apps.get_model("chat", "Room")
    except LookupError:  # migrated back to nothing
        return
    room._default_manager.using(using).get_or_create(slug=DEFAULT_SLUG, defaults={"title": "Accueil"})
