from django.db import migrations


def open_accueil(apps, schema_editor):
    apps.get_model("chat", "Room").objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})


class Migration(migrations.Migration):
    """The room where everybody arrives."""

    dependencies = [("chat", "0001_initial")]

    operations = [migrations.RunPython(open_accueil, migrations.RunPython.noop)]
