import json

from pupils import export
from pupils.models import Note, Pupil, Version


def test_everything_that_is_kept_is_exported(db):
    greg = Pupil.objects.create(name="Greg")
    Note.objects.create(pupil=greg, key="lecon.serveur", value="3")
    Version(pupil=greg, project="chat", files={"a.py": "x = 1"}).save()
    text = json.dumps(export.everything(greg))
    assert all(word in text for word in ("Greg", "lecon.serveur", "x = 1"))
    assert greg.code not in text
