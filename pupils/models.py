"""Who the pupils are, and the work that is kept for them."""

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from pupils import codes, names

MAX_NAME = 32  # characters
KEPT_VERSIONS = 20  # of each project


class Pupil(models.Model):
    """A claim: a name in the class, with the number that stands for it and the code that takes it up again."""

    name = models.CharField("pseudonyme", max_length=MAX_NAME)
    folded = models.CharField("forme comparée", max_length=4 * MAX_NAME, unique=True, editable=False)
    code = models.CharField("code pour revenir", max_length=40, default=codes.new_code, editable=False)
    muted = models.BooleanField("muet", default=False, help_text="N’écrit plus dans le chat.")
    # Where the pupil sat when muted: another name does not help there, for a while.
    muted_place = models.GenericIPAddressField("muet à l’adresse", null=True, editable=False, db_index=True)
    muted_until = models.DateTimeField("y reste muet jusqu’à", null=True, editable=False)
    blocked = models.BooleanField("bloqué", default=False, help_text="N’entre plus dans le chat.")
    address = models.GenericIPAddressField("adresse à l’arrivée", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("arrivé le", default=timezone.now, editable=False, db_index=True)
    seen_at = models.DateTimeField("vu le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "élève"
        verbose_name_plural = "élèves"
        ordering = ["folded"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded = names.fold(self.name)
        super().save(*args, **kwargs)

    @property
    def has_come(self):
        """Not so one whose name was only written down beforehand: from no address, and not seen since."""
        return self.address is not None or self.seen_at != self.created_at

    @property
    def token(self):
        """What a browser must show to be this pupil. A new code makes the old tokens void."""
        mac = salted_hmac("pupils.claim", f"{self.pk} {self.code}", algorithm="sha256").hexdigest()[:32]
        return f"{self.pk}-{mac}"

    def holds(self, token):
        return constant_time_compare(self.token, token)

    def renew_code(self):
        self.code = codes.new_code()
        self.save(update_fields=["code"])


class Note(models.Model):
    """One thing that a page keeps for a pupil, as an answer: a key of the page's own and its text."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="notes")
    key = models.CharField(max_length=100)
    value = models.TextField()
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pupil", "key"], name="note_key_once")]

    def __str__(self):
        return self.key


class Version(models.Model):
    """A pupil's project as it was at a moment. `files`: {path: text}."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="versions", verbose_name="élève")
    project = models.SlugField("projet", max_length=60)
    files = models.JSONField("fichiers")
    size = models.PositiveIntegerField("taille", default=0, editable=False)  # bytes, as UTF-8
    reason = models.CharField("gardée parce que", max_length=60, blank=True)
    made_at = models.DateTimeField("gardée le", default=timezone.now)

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versions"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["pupil", "project"], name="version_of_project")]

    def __str__(self):
        return f"{self.project}, {self.made_at:%d/%m/%Y %H:%M}"

    def save(self, *args, **kwargs):
        """Keep it, and forget those beyond the last KEPT_VERSIONS of this project, and the last without a reason.

        A version without a reason is the project as it was left: the next one takes its place.
        """
        self.size = sum(len(path.encode()) + len(text.encode()) for path, text in self.files.items())
        same = Version.objects.filter(pupil=self.pupil, project=self.project)
        same.filter(reason="").delete()
        super().save(*args, **kwargs)
        same.filter(pk__in=list(same.values_list("pk", flat=True)[KEPT_VERSIONS:])).delete()


class Door(models.Model):
    """Who may take a new name; there is one row. Open, it is anybody, without counting the names of an address."""

    open_until = models.DateTimeField("entrée ouverte jusqu’à", null=True)
    by_list = models.BooleanField("seulement les pseudonymes de la liste", default=False)

    class Meta:
        verbose_name = "entrée"

    def __str__(self):
        return f"ouverte jusqu’à {self.open_until}"
