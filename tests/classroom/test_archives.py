import json

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from chat.models import Message, Room
from classroom import archives
from classroom.models import HandIn, Remark, Seance
from pupils import quotas
from pupils.models import Note, Pupil, Version
from relay.models import Server


@pytest.fixture
def school_class(transactional_db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    greg = Pupil.objects.create(name="Greg")
    Note.objects.create(pupil=greg, key="lesson.x", value="1")
    Version.objects.create(pupil=greg, project="p", files={"a.py": "1"})
    seance = Seance.objects.create(title="S", steps=["liens"])
    copy = HandIn.objects.create(seance=seance, pupil=greg, projects={"p": {"a.py": "1"}})
    Remark.objects.create(hand_in=copy, project="p", path="a.py", line=1, text="bien")
    Message.objects.create(room=room, number=1, client_id="1", user_name="Greg", text="coucou", author=greg.pk)
    Room.objects.filter(pk=room.pk).update(last_number=1)
    return room


def everything():
    """All rows; times without what is smaller than a millisecond."""
    rows = [list(model.objects.order_by("pk").values()) for model in archives.KEPT]
    return json.loads(json.dumps(rows, cls=DjangoJSONEncoder))


def test_a_class_is_put_away_and_comes_back_as_it_was(school_class):
    before, epoch = everything(), school_class.epoch
    assert archives.contents() == "1 élève, 1 message, 1 travail rendu, 1 version de projet"
    quotas.keep_to_list(True)
    path = archives.put_away()
    assert not quotas.is_by_list()  # or nobody of the next class could come in
    assert archives.all_archives() == [path]
    assert not any(everything())
    school_class.refresh_from_db()
    assert (school_class.last_number, school_class.epoch != epoch) == (0, True)
    assert Seance.objects.exists()
    archives.bring_back(path)
    assert everything() == before
    school_class.refresh_from_db()
    assert school_class.last_number == 1


def test_bringing_back_puts_the_class_that_is_here_away_first(school_class):
    path = archives.put_away()
    Pupil.objects.create(name="Greg")  # of another class
    archives.bring_back(path)
    assert Pupil.objects.get().notes.exists()
    assert len(archives.all_archives()) == 2


def test_where_nobody_is_nothing_is_put_away(transactional_db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert archives.put_away() is None
    assert archives.all_archives() == []


@pytest.mark.parametrize("name", ["../db.sqlite3", "classe-x.jsonl.gz", ""])
def test_only_an_archive_of_ours_is_opened(school_class, name):
    with pytest.raises(ValidationError):
        archives.find(name)


def belongings(model):
    """The models whose rows cannot be without a row of this one, and theirs."""
    for relation in model._meta.related_objects:
        yield relation.related_model
        yield from belongings(relation.related_model)


def test_whatever_belongs_to_a_pupil_goes_with_the_class():
    assert set(belongings(Pupil)) <= set(archives.KEPT)


def test_a_pupil_s_server_keeps_its_address(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    Server.objects.create(pupil=Pupil.objects.create(name="Alice"), slug="alice")
    path = archives.put_away()
    assert not Server.objects.exists()
    archives.bring_back(path)
    assert Server.objects.get().slug == "alice"
