"""Séances: what pupils see first. The ready-made ones are the lesson's two plans, lesson by lesson."""

from django import forms

from classroom.models import Seance
from classroom.order import Order
from exercises.catalogue import all_tasks
from lesson import sheet
from lesson.steps import every_step
from lesson.tasks import tasks


class SeanceForm(forms.ModelForm):
    steps = forms.MultipleChoiceField(label="Étapes", required=False, widget=forms.CheckboxSelectMultiple)
    exercises = forms.MultipleChoiceField(label="Exercices", required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Seance
        fields = ["title", "steps", "exercises"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = [(step.slug, f"{step.number}. {step.title}") for step in every_step()]
        self.fields["exercises"].choices = [(task.slug, task.title) for task in all_tasks() if task.key == task.slug]

    def clean(self):
        data = super().clean()
        if not data.get("steps") and not data.get("exercises"):
            raise forms.ValidationError("Choisissez au moins une étape ou un exercice.")
        return data


class HandInTimes(forms.ModelForm):
    """Whether, from when and until when work may be handed in."""

    class Meta:
        model = Seance
        fields = ["is_open", "opens_at", "closes_at"]
        clock = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        widgets = {"opens_at": clock, "closes_at": clock}

    def clean(self):
        data = super().clean()
        if data.get("opens_at") and data.get("closes_at") and data["opens_at"] >= data["closes_at"]:
            raise forms.ValidationError("La fin vient avant le début.")
        return data

    def save(self):
        """Only these fields: another séance may have begun meanwhile."""
        self.instance.save(update_fields=self.Meta.fields)


def ready_made():
    """[(title of the plan, [{title, steps, exercises}])]."""
    known = {step.slug: step for step in every_step()}
    return [(plan["title"], [lesson(session, known) for session in plan["sessions"]]) for plan in plans(known)]


def plans(known):
    return [sheet.plan(settings, known) for settings in sheet.read()["plans"]]


def lesson(session, known):
    steps = [step.slug for step in session["steps"]]
    exercises = [slug for slug in steps for slug in known[slug].exercises]
    return {"title": session["title"], "steps": steps, "exercises": [task.slug for task in tasks(exercises)]}


def current(claim):
    """For the lesson's list: the séance of the day, None where there is none. `claim`: the number of who looks."""
    seance = Seance.objects.current()
    if seance is None:
        return None
    return {
        "title": seance.title,
        "steps": seance.steps,
        "tasks": tasks(seance.exercises),
        "takes": claim is not None and seance.takes(claim),
        "opens_at": seance.opens_at if seance.opens_later() else None,
        "closes_at": claim and seance.closes_for(claim),
    }


ORDERS = {
    "effacer-seance": Order(
        Seance,
        lambda seance: f"Effacer la séance «\u00a0{seance}\u00a0»",
        lambda seance, by, value: seance.delete(),
        asks=True,
        shows=lambda seance: [f"Ses travaux rendus, notes et remarques comprises\u00a0: {seance.hand_ins.count()}."],
    )
}
