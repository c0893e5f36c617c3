"""What the teacher decides about the exercises."""

from django.db import models


class RulesManager(models.Manager):
    def current(self):
        return self.filter(pk=1).first() or Rules(pk=1)


class Rules(models.Model):
    """There is one, for the whole class."""

    EARNED, PASSED, OPEN = "earned", "passed", "open"
    WHEN = [
        (EARNED, "Après la réussite, trois vérifications ou dix minutes."),
        (PASSED, "Après la réussite seulement."),
        (OPEN, "Pour tous, tout de suite."),
    ]

    solutions = models.CharField("ouverture des solutions", max_length=10, choices=WHEN, default=EARNED)

    objects = RulesManager()

    class Meta:
        verbose_name = verbose_name_plural = "règles des exercices"

    def __str__(self):
        return self.get_solutions_display()
