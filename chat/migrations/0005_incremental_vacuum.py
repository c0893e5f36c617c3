from django.db import migrations


def allow_giving_space_back(apps, schema_editor):
    """SQLite decides when it writes the file anew whether single pages can be returned to the system."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA auto_vacuum = INCREMENTAL")
        schema_editor.execute("VACUUM")


class Migration(migrations.Migration):
    atomic = False  # VACUUM cannot run in a transaction

    dependencies = [("chat", "0004_moderation")]

    operations = [migrations.RunPython(allow_giving_space_back, migrations.RunPython.noop)]
