"""Which pupils' servers have an address, and until when others may visit them."""

from django.db import models

from pupils.models import Pupil


class Server(models.Model):
    """A pupil's server, once it was opened to others: its address is kept with the claim."""

    pupil = models.OneToOneField(Pupil, models.CASCADE, related_name="server", verbose_name="élève")
    slug = models.SlugField("adresse", max_length=60, unique=True)
    stopped = models.BooleanField("fermé par le professeur", default=False)
    proof = models.TextField("dernière page", blank=True)  # the last one that it gave before it was closed
    proof_path = models.CharField("son adresse", max_length=500, blank=True)
    proof_at = models.DateTimeField("donnée le", null=True, blank=True)

    class Meta:
        verbose_name = "serveur d’élève"
        verbose_name_plural = "serveurs d’élèves"

    def __str__(self):
        return self.slug


def tell_all(pupil, **kwargs):
    """What is kept of a pupil's server, for who asks to read all (`pupils.export`)."""
    kept = Server.objects.filter(pupil=pupil).values_list("slug", "proof_path", "proof").first() or ("", "", "")
    return "serveur", dict(zip(("adresse", "page", "contenu"), kept, strict=True))


class Opening(models.Model):
    """The one row that says until when « Chez » is open."""

    open_until = models.DateTimeField("ouvert jusqu’à")

    class Meta:
        verbose_name = "ouverture"

    def __str__(self):
        return f"ouvert jusqu’à {self.open_until}"
