"""What the teacher does at the desk."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from pupils.models import Pupil

SLOW_ENGINE, SLOW_NETWORK = 60, 0.5  # seconds until Python answers; megabytes a second
WRONG_CLOCK = 300  # seconds


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


class Station(models.Model):
    """What a PC said of itself on « Essayer ce poste »: one row a PC, its last try."""

    KEPT_FOR = timedelta(days=7)
    MOST = 1000

    place = models.CharField(max_length=100, unique=True)  # the address; with the browser's mark where many share one
    address = models.GenericIPAddressField("adresse", null=True)
    claim = models.BigIntegerField("élève", null=True)
    browser = models.CharField("navigateur", max_length=200)
    tried_at = models.DateTimeField("essayé le", default=timezone.now)
    modules = models.BooleanField(default=True)
    web_assembly = models.BooleanField("WebAssembly", default=False)
    sockets = models.BooleanField("WebSockets", default=False)
    cookies = models.BooleanField(default=False)
    storage = models.BooleanField("stockage", default=False)
    chez = models.BooleanField("second port", null=True)  # None: the site has no second port
    speed = models.FloatField("Mo/s", null=True)
    engine = models.FloatField("secondes jusqu’à Python", null=True)
    clock = models.FloatField("écart de l’horloge, en secondes", null=True)

    class Meta:
        verbose_name = "poste"
        ordering = ["place"]

    def __str__(self):
        return self.place

    @classmethod
    def purge(cls):
        cls.objects.filter(tried_at__lt=timezone.now() - cls.KEPT_FOR).delete()

    @property
    def lacks(self):
        """What is missing for the lesson, in French, the worst first."""
        tests = [
            (not self.modules, "navigateur trop ancien"),
            (not self.web_assembly, "sans WebAssembly"),
            (not self.sockets, "WebSockets bloquées"),
            (not self.cookies, "cookies refusés"),
            (self.chez is False, "second port bloqué"),
            (self.web_assembly and self.engine is None, "Python n’y démarre pas"),
        ]
        return [words for is_lacking, words in tests if is_lacking] if self.modules else ["navigateur trop ancien"]

    @property
    def weaknesses(self):
        """What works, but not well."""
        tests = [
            (self.modules and not self.storage, "ne garde rien"),
            (self.engine is not None and self.engine > SLOW_ENGINE, "Python y est lent"),
            (self.speed is not None and self.speed < SLOW_NETWORK, "réseau lent"),
            (self.clock is not None and abs(self.clock) > WRONG_CLOCK, "pas à l’heure"),
        ]
        return [words for is_so, words in tests if is_so]


class SeanceManager(models.Manager):
    def current(self):
        """The séance of the day, or None."""
        return self.filter(is_current=True).first()

    @transaction.atomic
    def begin(self, seance):
        """Make it the séance of the day; None: there is none."""
        self.filter(is_current=True).update(is_current=False)
        if seance is not None:
            self.filter(pk=seance.pk).update(is_current=True)


class Seance(models.Model):
    """A choice of steps and exercises, which pupils see first. Work is handed in for one."""

    title = models.CharField("titre", max_length=80)
    steps = models.JSONField("étapes", default=list)  # slugs
    exercises = models.JSONField("exercices", default=list)  # slugs
    is_current = models.BooleanField("en cours", default=False, editable=False)
    opens_at = models.DateTimeField("à rendre à partir de", null=True, blank=True)
    closes_at = models.DateTimeField("à rendre avant", null=True, blank=True)
    is_open = models.BooleanField("on peut rendre", default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SeanceManager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.title

    def takes(self, pupil, now=None):
        """Whether this pupil may hand in now."""
        now = now or timezone.now()
        if not self.is_open or self.opens_later(now):
            return False
        closes_at = self.closes_for(pupil)
        return closes_at is None or now < closes_at

    def opens_later(self, now=None):
        """Whether work will be taken, but not yet."""
        return self.is_open and self.opens_at is not None and (now or timezone.now()) < self.opens_at

    def closes_for(self, pupil):
        """The end for this pupil, None where there is none."""
        if self.closes_at is None:
            return None
        more = self.extra_times.filter(pupil=pupil).first()
        return self.closes_at + timedelta(minutes=more.minutes if more else 0)


class ExtraTime(models.Model):
    """More time for one pupil."""

    seance = models.ForeignKey(Seance, models.CASCADE, related_name="extra_times")
    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="extra_times")
    minutes = models.PositiveSmallIntegerField("minutes", default=15)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seance", "pupil"], name="extra_time_once")]

    def __str__(self):
        return f"{self.pupil}, {self.minutes} min de plus"


class HandIn(models.Model):
    """What a pupil handed in, as it was then. `answers`: {step: {place: text}}; `projects`: {project: {path: text}}."""

    seance = models.ForeignKey(Seance, models.CASCADE, related_name="hand_ins", verbose_name="séance")
    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="hand_ins", verbose_name="élève")
    answers = models.JSONField("réponses", default=dict)
    projects = models.JSONField("projets", default=dict)
    passed = models.JSONField("exercices réussis", default=list)  # as the browser declared
    at = models.DateTimeField("rendu le", default=timezone.now)
    mark = models.CharField("note", max_length=20, blank=True)
    comment = models.TextField("appréciation", max_length=2000, blank=True)

    class Meta:
        ordering = ["pupil__folded"]
        constraints = [models.UniqueConstraint(fields=["seance", "pupil"], name="hand_in_once")]

    def __str__(self):
        return f"{self.pupil}, {self.seance}"


class Remark(models.Model):
    """A comment at a line of what was handed in."""

    hand_in = models.ForeignKey(HandIn, models.CASCADE, related_name="remarks")
    project = models.CharField("projet", max_length=60)
    path = models.CharField("fichier", max_length=100)
    line = models.PositiveIntegerField("ligne")
    text = models.TextField("remarque", max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["project", "path", "line", "pk"]

    def __str__(self):
        return self.text


class RulesManager(models.Manager):
    def current(self):
        return self.filter(pk=1).first() or Rules(pk=1)


class Rules(models.Model):
    """What pupils may do; there is one."""

    rooms_by_pupils = models.BooleanField("les élèves ouvrent des salons", default=True)

    objects = RulesManager()

    def __str__(self):
        return "règles de la classe"
