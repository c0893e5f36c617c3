from django.apps import AppConfig
from django.apps import apps as installed
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "Chat"

    def ready(self):
        from chat.folding import teach_sqlite
        from chat.search import prepare

        post_migrate.connect(open_first_room, sender=self)
        post_migrate.connect(prepare, sender=self)
        connection_created.connect(teach_sqlite)


def open_first_room(using, apps=installed, **kwargs):
    """The room where everybody arrives is there whenever the tables are, after a `flush` too."""
    from chat.models import DEFAULT_SLUG  # models cannot be imported before the applications are ready

    try:
        room = apps.get_model("chat", "Room")
    except LookupError:  # migrated back to nothing
        return
    fields = {"title": "Accueil", "folded_title": "accueil"}
    known = {field.name for field in room._meta.fields}  # migrated back to before it was unique
    room._default_manager.using(using).get_or_create(
        slug=DEFAULT_SLUG, defaults={name: value for name, value in fields.items() if name in known}
    )
