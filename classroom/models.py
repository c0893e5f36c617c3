"""What the desk keeps."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

SLOW_ENGINE, SLOW_NETWORK = 60, 0.5  # seconds until Python answers; megabytes a second
WRONG_CLOCK = 300  # seconds


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
