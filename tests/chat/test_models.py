from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat import batches, private
from chat.models import Message, Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return Room.objects.create(title="Salon des élèves")


def write(room, *texts):
    for text in texts:
        room.last_number += 1
        Message.objects.create(room=room, number=room.last_number, client_id=f"{room.last_number}", text=text)
    room.save()


def test_everybody_arrives_in_a_room_that_exists_from_the_start():
    assert Room.objects.get(slug="accueil").title == "Accueil"


def test_a_title_gives_an_ascii_address(room):
    assert room.slug == "salon-des-eleves"
    assert room.get_absolute_url() == "/chat/salon-des-eleves"
    assert str(room) == "Salon des élèves"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Salon, des eleves", "salon-des-eleves-2"),
        ("Formulaire", "formulaire-2"),
        ("Privé : élèves", "salon-prive-eleves"),
        ("prive a 0123456789abcdef", "salon-prive-a-0123456789abcdef"),
        ("日本", "salon"),
        ("é" * 60, "e" * 50),
    ],
)
def test_addresses_never_collide(room, title, slug):
    assert Room.objects.create(title=title).slug == slug


@pytest.mark.parametrize("slug", ["formulaire", "simple", "prive-eleves"])
def test_some_addresses_are_no_public_room_s(slug):
    with pytest.raises(ValidationError, match="Cette adresse est réservée"):
        Room(title="Essai", slug=slug).full_clean()


class TestPrivate:
    SLUG = private.make_slug("a")

    def test_it_can_be_looked_at_before_it_is_saved(self):
        assert Room.objects.at(self.SLUG).title == "Votre salon"
        assert not Room.objects.filter(slug=self.SLUG).exists()

    def test_who_enters_saves_it_and_keeps_it_for_a_day(self):
        room = Room.objects.enter(self.SLUG)
        assert (room.title, room.listed) == ("Votre salon", False)
        Room.objects.filter(pk=room.pk).update(kept_until=timezone.now(), last_number=3)
        again = Room.objects.enter(self.SLUG)
        assert (again.pk, again.last_number) == (room.pk, 3)
        assert again.kept_until > timezone.now() + timedelta(hours=23)

    def test_a_public_room_is_only_found(self, room):
        assert Room.objects.enter(room.slug) == Room.objects.at(room.slug) == room
        assert Room.objects.enter("inconnu") is Room.objects.at("inconnu") is None
        assert Room.objects.at(room.slug).kept_until is None

    def test_only_private_rooms_whose_time_is_over_are_purged(self, room):
        over, kept, occupied = (Room.objects.enter(private.make_slug(id)) for id in "abc")
        write(over, "a")
        yesterday = timezone.now() - timedelta(days=1)
        Room.objects.filter(pk__in=[over.pk, occupied.pk]).update(kept_until=yesterday)
        Room.objects.filter(pk=room.pk).update(created_at=yesterday - timedelta(days=365))
        Room.objects.purge(occupied=[occupied.pk, room.pk])
        assert set(Room.objects.exclude(slug="accueil")) == {room, kept, occupied}
        assert not Message.objects.exists()
        assert Room.objects.get(pk=room.pk).kept_until is None


def test_opening_a_room_looks_again_when_its_address_was_taken_meanwhile(room, monkeypatch):
    slugs = iter(["salon-des-eleves", "autre"])
    monkeypatch.setattr("chat.models.free_slug", lambda title: next(slugs))
    assert Room.objects.open("Salon, des élèves").slug == "autre"


def test_a_number_and_an_id_serve_once_in_a_room(room):
    write(room, "a")
    with pytest.raises(IntegrityError):
        Message.objects.create(room=room, number=1, client_id="other")


def test_pages_are_in_the_order_of_numbers(room):
    write(room, *"abcdef")
    assert [m.text for m in room.messages.after(2, 3)] == ["c", "d", "e"]
    assert [m.text for m in room.messages.before(5, 3)] == ["b", "c", "d"]


def test_removing_keeps_the_words_for_staff_and_the_number_for_all(room):
    write(room, "gros mot", "coucou")
    assert room.messages.filter(number=1).remove(by="prof") == {room.pk: [1]}
    message = room.messages.get(number=1)
    assert (message.text, message.removed_by) == ("gros mot", "prof")
    assert message.removed_at is not None
    assert str(message) == "Salon des élèves n° 1"
    assert Message.objects.remove(by="autre") == {room.pk: [2]}


def test_addresses_are_forgotten_after_a_day_and_removed_words_after_their_time(room, settings):
    settings.KEEP_DAYS = 30
    write(room, "aujourd’hui", "hier", "retiré", "retiré il y a longtemps")
    now = timezone.now()
    room.messages.update(address="10.0.0.1", browser="Firefox", author=3)
    room.messages.filter(number__gt=1).update(sent_at=now - timedelta(hours=25))
    room.messages.filter(number=3).update(removed_at=now - timedelta(days=29))
    room.messages.filter(number=4).update(removed_at=now - timedelta(days=31))
    Message.objects.purge()
    kept = room.messages.order_by("number").values_list("text", "address", "browser", "author")
    assert list(kept) == [
        ("aujourd’hui", "10.0.0.1", "Firefox", 3),
        ("hier", "", "Firefox", 3),
        ("retiré", "", "Firefox", 3),
        ("", "", "", None),
    ]


def test_what_is_forgotten_is_found_by_indexes(room):
    write(room, "a")
    with CaptureQueriesContext(connection) as asked:
        Message.objects.purge()
    plans = [plan(query["sql"]) for query in asked]
    assert ["message_with_address" in plans[0], "message_to_forget" in plans[1]] == [True, True], plans


def test_what_a_pupil_wrote_is_found_by_an_index():
    assert "message_author" in Message.objects.filter(author=3).explain()


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return str(cursor.fetchall())


def test_emptying_starts_again_under_a_new_epoch(room):
    write(room, "a", "b")
    epoch = room.epoch
    room.empty()
    room.refresh_from_db()
    assert (room.last_number, room.messages.count()) == (0, 0)
    assert room.epoch != epoch


def test_much_is_deleted_in_small_parts_and_what_is_said_meanwhile_goes_too(room, monkeypatch):
    write(room, *"abcdefg")
    monkeypatch.setattr(batches, "SIZE", 2)
    left = []

    def pause(seconds):
        left.append(room.messages.count())
        if len(left) == 1:
            write(room, "meanwhile")

    monkeypatch.setattr(batches.time, "sleep", pause)
    room.empty()
    assert left == [5, 4, 2, 0]
    assert Room.objects.get(pk=room.pk).last_number == 0
    write(room, *"abc")
    room.delete()
    assert left == [5, 4, 2, 0, 1]
    assert not Message.objects.exists()


def test_many_who_open_the_same_title_at_once_get_the_same_room(transactional_db):
    def open_it(title):
        try:
            return Room.objects.open(title).pk
        finally:
            connections.close_all()

    titles = ["Les élèves", "LES ÉLÈVES", "les  eleves", "Les Élèves"] * 3
    with ThreadPoolExecutor(len(titles)) as pool:
        assert len(set(pool.map(open_it, titles))) == 1
    assert Room.objects.filter(folded_title="les eleves").count() == 1


def test_the_database_itself_keeps_a_title_once(room):
    with pytest.raises(IntegrityError):
        Room.objects.create(title="SALON DES ELEVES")


def test_a_room_that_is_renamed_is_found_by_its_new_title(room):
    room.title = "Élèves"
    room.save(update_fields=["title"])
    assert Room.objects.open("eleves") == room


def test_private_rooms_all_have_the_same_title(room):
    rooms = [Room.objects.enter(private.make_slug(f"{n}")) for n in range(3)]
    assert {(each.title, each.folded_title) for each in rooms} == {("Votre salon", None)}


def test_titles_that_became_the_same_are_told_apart_by_the_migration(transactional_db):
    executor = MigrationExecutor(connection)
    executor.migrate([("chat", "0005_incremental_vacuum")])
    before = executor.loader.project_state([("chat", "0005_incremental_vacuum")]).apps.get_model("chat", "Room")
    for n, title in enumerate(["Les élèves", "LES ELEVES", "les élèves (2)", "x" * 60, "X" * 60]):
        before.objects.create(slug=f"salon-{n}", title=title)
    before.objects.create(slug="prive-a", title="Votre salon", listed=False)
    before.objects.create(slug="prive-b", title="Votre salon", listed=False)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("chat"))
    titles = Room.objects.exclude(slug="accueil").order_by("pk").values_list("title", flat=True)
    renamed = ["Les élèves", "LES ELEVES (2)", "les élèves (2) (2)", "x" * 60, "X" * 56 + " (2)"]
    assert list(titles) == [*renamed, "Votre salon", "Votre salon"]
