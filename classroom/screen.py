"""« Au tableau » and « Regardez-moi »: what all pages show at the teacher's order."""

import json

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django import forms
from django.db import transaction

from classroom import presence
from classroom.models import Screen
from classroom.sockets import GROUP
from exchanges import journal
from pupils.models import Pupil

LAST_EVENTS = 60  # of an exchange
ORDERED = {
    Screen.NOTHING: "Rendre les écrans",
    Screen.PAUSE: "Mettre tous les écrans en pause",
    Screen.CODE: "Mettre son code au tableau",
}


class ScreenForm(forms.Form):
    """The teacher's order. For an exchange, `pupil` says whose."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in (*ORDERED, Screen.EXCHANGE)], required=False)
    text = forms.CharField(max_length=20_000, required=False, strip=False)
    pupil = forms.IntegerField(required=False)

    def clean(self):
        data = super().clean()
        if data.get("kind") == Screen.EXCHANGE and not exchange(data.get("pupil")):
            raise forms.ValidationError("Cet élève n’a aucun échange à montrer\u00a0: sa page n’est pas ouverte.")
        return data

    def changes_kind(self):
        """Not so while the teacher types."""
        kind = self.cleaned_data["kind"]
        return kind == Screen.EXCHANGE or kind != Screen.objects.current().kind

    def says(self):
        """What is kept of the order."""
        if self.cleaned_data["kind"] == Screen.EXCHANGE:
            pupil = Pupil.objects.filter(pk=self.cleaned_data["pupil"]).first()
            return f"Mettre au tableau un échange de {pupil or 'quelqu’un qui est parti'}"
        return ORDERED[self.cleaned_data["kind"]]

    def show(self):
        kind = self.cleaned_data["kind"]
        content = exchange(self.cleaned_data["pupil"]) if kind == Screen.EXCHANGE else []
        Screen.objects.show(kind, self.cleaned_data["text"], content)
        transaction.on_commit(announce)


def exchange(claim):
    """A copy of a pupil's last events: masked when they were recorded, and without a name. [] where there is none."""
    visitor = presence.here([claim]).get(claim) if claim else None
    if not visitor:
        return []
    page = journal.load(visitor, 0, skip_missing=True)
    return [json.loads(text) for _, text in page.events[-LAST_EVENTS:]]


def announce():
    """Have the pages of all processes look."""
    async_to_sync(get_channel_layer().group_send)(GROUP, {"type": "classroom.screen"})
