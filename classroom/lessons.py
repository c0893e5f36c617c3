"""The desk's pages on séances: choose what the class does, open and close what it hands in."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from classroom import seances
from classroom.models import ExtraTime, Seance
from lesson.faults import Fault
from pupils.models import Pupil


@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required
def all_seances(request):
    """The séance of the day, those of the plans, and the teacher's own."""
    form = seances.SeanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seance = form.save()
        Seance.objects.begin(seance)
        return redirect("seances")
    context = {"form": form, "plans": plans(request), "seances": Seance.objects.all()}
    return render(request, "classroom/seances.html", context, status=400 if form.errors else 200)


def plans(request):
    """The ready-made séances; where their file is wrong, the page says so instead."""
    try:
        return seances.ready_made()
    except Fault as fault:
        messages.error(request, f"Les plans ne se lisent pas. {fault}")
        return []


@require_POST
@staff_member_required
def begin(request):
    """Begin a séance (its number), or end the one that is going on (no number)."""
    pk = number(request, "pk")
    Seance.objects.begin(get_object_or_404(Seance, pk=pk) if pk else None)
    return redirect("seances")


def number(request, name):
    """What the form sent under that name, or None for what is no number."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required
def seance(request, pk):
    """Who handed in; open and close."""
    found = get_object_or_404(Seance, pk=pk)
    form = seances.HandInTimes(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "C’est enregistré.")
        return redirect("seance", pk)
    extra = dict(found.extra_times.values_list("pupil", "minutes"))
    copies = {copy.pupil_id: copy for copy in found.hand_ins.all()}
    rows = [(pupil, copies.get(pupil.pk), extra.get(pupil.pk)) for pupil in Pupil.objects.all()]
    context = {"seance": found, "form": form, "rows": rows, "handed_in": len(copies)}
    return render(request, "classroom/seance.html", context, status=400 if form.errors else 200)


@require_POST
@staff_member_required
def extra_time(request, pk):
    """15 minutes more for one pupil, or no longer."""
    found = get_object_or_404(Seance, pk=pk)
    pupil = get_object_or_404(Pupil, pk=number(request, "pupil"))
    given, is_new = ExtraTime.objects.get_or_create(seance=found, pupil=pupil)
    if not is_new:
        given.delete()
    return redirect("seance", pk)
