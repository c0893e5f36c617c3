"""What is kept of the chat: rooms, and their messages numbered without a hole."""

import secrets
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from chat import private
from chat.batches import in_batches
from chat.folding import LONGEST, fold_title

DEFAULT_SLUG = "accueil"  # opened by apps.py
MAX_ADDRESS, MAX_BROWSER = 64, 200  # characters kept of who wrote
ADDRESS_KEPT = timedelta(days=1)
RESERVED_SLUGS = {"formulaire", "simple"}  # `/chat/formulaire` is a page, not a room


def new_epoch():
    return secrets.token_hex(8)


def not_reserved(slug):
    """Raises ValidationError for an address that cannot be a public room's."""
    if slug in RESERVED_SLUGS or slug.startswith(private.PREFIX):
        raise ValidationError("Cette adresse est réservée\u00a0: choisissez-en une autre.")


class RoomManager(models.Manager):
    def at(self, slug):
        """The room at an address, or None. A private room may not be saved yet."""
        room = self.filter(slug=slug).first()
        title = private.title(slug)
        return Room(slug=slug, title=title, listed=False) if room is None and title else room

    def enter(self, slug):
        """The same, for somebody who opens a socket: a private room is saved, and kept for another day."""
        title = private.title(slug)
        if title is None:
            return self.filter(slug=slug).first()
        kept = {"kept_until": timezone.now() + private.KEPT}
        return self.update_or_create(
            slug=slug, defaults=kept, create_defaults=kept | {"title": title, "listed": False}
        )[0]

    def purge(self, occupied=()):
        """Keep the private rooms with these keys for another day, then delete those whose time is over."""
        now = timezone.now()
        self.filter(pk__in=occupied, kept_until__isnull=False).update(kept_until=now + private.KEPT)
        for room in self.filter(kept_until__lt=now):
            room.delete()

    def renew_epoch(self, key, epoch):
        """Have a room count under a new epoch, unless somebody did it already. Returns the epoch it has."""
        self.filter(pk=key, epoch=epoch).update(epoch=new_epoch())
        return self.values_list("epoch", flat=True).get(pk=key)

    def open(self, title):
        """The room with this title, new if there was none. Of many who ask at once, all get the same one."""
        for _ in range(3):  # somebody may take its address between our look and our insert
            with suppress(IntegrityError):
                return self.open_now(title)
        return self.open_now(title)

    def open_now(self, title):
        return self.get_or_create(folded_title=fold_title(title), defaults={"title": title})[0]


class Room(models.Model):
    """A place to talk. `last_number` is the number of its latest message; `epoch` changes when it is emptied."""

    slug = models.SlugField("adresse", max_length=60, unique=True, validators=[not_reserved])
    title = models.CharField("titre", max_length=60)
    folded_title = models.CharField(max_length=LONGEST, null=True, blank=True, unique=True, editable=False)
    epoch = models.CharField("époque", max_length=16, default=new_epoch, editable=False)
    last_number = models.PositiveBigIntegerField("dernier numéro", default=0, editable=False)
    closed = models.BooleanField("fermé", default=False, help_text="Plus personne n’y écrit.")
    muted = models.BooleanField(
        "silence demandé", default=False, help_text="Seul le professeur y écrit, le temps d’une explication."
    )
    listed = models.BooleanField("dans la liste", default=True, help_text="Visible sur la page des salons.")
    kept_until = models.DateTimeField("gardé jusqu’au", null=True, editable=False)  # a private room's; null: for ever
    created_at = models.DateTimeField("ouvert le", default=timezone.now, editable=False)

    objects = RoomManager()

    class Meta:
        verbose_name = "salon"
        verbose_name_plural = "salons"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.title

    def save(self, *args, update_fields=None, **kwargs):
        if not self.slug:
            self.slug = free_slug(self.title)
        # All private rooms are called the same.
        self.folded_title = None if private.title(self.slug) else fold_title(self.title)
        if update_fields is not None and "title" in update_fields:
            update_fields = {*update_fields, "folded_title"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("room", args=[self.slug])

    def delete(self, *args, **kwargs):
        self.delete_messages()
        return super().delete(*args, **kwargs)

    def empty(self):
        """Delete every message and start counting again, under a new epoch."""
        self.delete_messages()  # what is said meanwhile goes with the last ones
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=self.pk)  # the ledger's lock: nothing is saved in between
            self.messages.all().delete()
            self.epoch, self.last_number = new_epoch(), 0
            self.save(update_fields=["epoch", "last_number"])

    def delete_messages(self):
        """The oldest first: a page shows the latest."""
        in_batches(self.messages.order_by("number"), models.QuerySet.delete)


def free_slug(title):
    """The first free ASCII address for a title: "Salon des élèves" gives salon-des-eleves, then salon-des-eleves-2."""
    base = slugify(title)[:50] or "salon"
    if base.startswith(private.PREFIX):
        base = f"salon-{base}"[:50]
    taken = RESERVED_SLUGS | set(Room.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


class MessageQuerySet(models.QuerySet):
    def remove(self, by):
        """Take them from the pupils' sight, all at once: the numbers removed in each room, {key: [number]}."""
        removed = defaultdict(list)
        with transaction.atomic():
            shown = self.filter(removed_at=None).order_by()
            for key, number in shown.values_list("room_id", "number"):
                removed[key].append(number)
            shown.update(removed_at=timezone.now(), removed_by=by)
        return removed

    def purge(self):
        """Forget the addresses after a day, and what was removed after KEEP_DAYS."""
        now = timezone.now()
        known = self.filter(sent_at__lt=now - ADDRESS_KEPT).exclude(address="")
        in_batches(known.order_by("sent_at"), lambda batch: batch.update(address=""))
        over = self.filter(TO_FORGET, removed_at__lt=now - timedelta(days=settings.KEEP_DAYS)).order_by("removed_at")
        in_batches(over, lambda batch: batch.update(text="", user_name="", browser="", author=None))

    def after(self, number, limit):
        """The next messages, oldest first."""
        return list(self.filter(number__gt=number).order_by("number")[:limit])

    def before(self, number, limit):
        """The latest messages under `number`, oldest first."""
        return list(self.filter(number__lt=number).order_by("-number")[:limit])[::-1]


TO_FORGET = models.Q(removed_at__isnull=False) & ~models.Q(text="")


class Message(models.Model):
    """One line of a room. Once removed, pupils read it no more; staff do, until it is purged. Its number stays."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", verbose_name="salon")
    number = models.PositiveBigIntegerField("numéro")
    client_id = models.CharField("identifiant donné par le navigateur", max_length=64)
    user_name = models.CharField("nom", max_length=32)
    text = models.TextField("texte", max_length=2000, blank=True)
    by_staff = models.BooleanField("du professeur", default=False)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now, db_index=True)
    author = models.PositiveBigIntegerField("numéro de l’élève", null=True, blank=True)  # of the claim, if there is one
    address = models.CharField("adresse du poste", max_length=MAX_ADDRESS, blank=True)
    browser = models.CharField("navigateur", max_length=MAX_BROWSER, blank=True)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)
    removed_by = models.CharField("retiré par", max_length=150, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="message_number_once"),
            models.UniqueConstraint(fields=["room", "client_id"], name="message_client_id_once"),
        ]
        indexes = [
            models.Index(fields=["room", "sent_at"], name="message_room_sent_at"),
            models.Index(
                fields=["room", "removed_at"], name="message_removed", condition=models.Q(removed_at__isnull=False)
            ),
            models.Index(
                fields=["room", "number"], name="message_removed_number", condition=models.Q(removed_at__isnull=False)
            ),
            models.Index(fields=["sent_at"], name="message_with_address", condition=~models.Q(address="")),
            models.Index(fields=["removed_at"], name="message_to_forget", condition=TO_FORGET),
            models.Index(fields=["author"], name="message_author", condition=models.Q(author__isnull=False)),
        ]

    def __str__(self):
        return f"{self.room} n° {self.number}"
