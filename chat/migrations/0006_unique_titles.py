from django.db import migrations, models

from chat.folding import LONGEST, fold_title

MAX_TITLE = 60


def tell_same_titles_apart(apps, schema_editor):
    """The oldest room keeps its title; of the others « Salon » becomes « Salon (2) »."""
    taken = set()
    rooms = apps.get_model("chat", "Room").objects.using(schema_editor.connection.alias)
    for room in rooms.exclude(slug__startswith="prive-").order_by("created_at", "pk"):
        room.title = next(title for title in candidates(room.title) if fold_title(title) not in taken)
        room.folded_title = fold_title(room.title)
        taken.add(room.folded_title)
        room.save(update_fields=["title", "folded_title"])


def candidates(title):
    yield title
    number = 2
    while True:
        ending = f" ({number})"
        yield title[: MAX_TITLE - len(ending)] + ending
        number += 1


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0005_incremental_vacuum'),
    ]

    operations = [
        migrations.AddField(
            model_name='room',
            name='folded_title',
            field=models.CharField(blank=True, editable=False, max_length=LONGEST, null=True),
        ),
        migrations.RunPython(tell_same_titles_apart, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='room',
            name='folded_title',
            field=models.CharField(blank=True, editable=False, max_length=LONGEST, null=True, unique=True),
        ),
    ]
