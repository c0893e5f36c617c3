"""What the teacher does at the desk."""

from datetime import timedelta

from django.db import models
from django.utils import timezone


class ScreenManager(models.Manager):
    def show(self, kind, text="", content=None):
        """Have all pages show this. Returns the Screen."""
        return self.update_or_create(
            pk=1, defaults={"kind": kind, "text": text, "content": content or [], "since": timezone.now()}
        )[0]

    def current(self):
        return self.filter(pk=1).first() or Screen(pk=1)


class Screen(models.Model):
    """What every page of the site shows at the teacher's order, until it ends. There is one."""

    NOTHING, PAUSE, CODE, EXCHANGE = "", "pause", "code", "exchange"

    kind = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)  # the sentence, or the code
    content = models.JSONField(default=list)  # the events of an exchange
    since = models.DateTimeField(default=timezone.now)

    objects = ScreenManager()

    def __str__(self):
        return self.kind or "rien"

    @property
    def frame(self):
        """As the pages' sockets carry it."""
        return {"type": "screen", "kind": self.kind, "text": self.text, "events": self.content}


class BlockManager(models.Manager):
    def now(self):
        return self.filter(until__gt=timezone.now())

    def block(self, address, by):
        """Shut one PC out for an hour. Returns the Block."""
        until = timezone.now() + Block.LASTS
        return self.update_or_create(address=address, defaults={"until": until, "by": by})[0]


class Block(models.Model):
    """« Bloquer ce poste »: an address from which nothing is accepted for a while."""

    LASTS = timedelta(hours=1)

    address = models.GenericIPAddressField("adresse", unique=True)
    until = models.DateTimeField("jusqu’à")
    by = models.CharField("par", max_length=150)

    objects = BlockManager()

    def __str__(self):
        return self.address


class Act(models.Model):
    """What was done at the desk, by whom and when: kept for a year, for whoever asks later."""

    at = models.DateTimeField("le", default=timezone.now, db_index=True)
    by = models.CharField("par", max_length=150)
    what = models.TextField("quoi")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.what
