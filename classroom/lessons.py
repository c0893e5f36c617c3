"""The desk's pages on séances: choose what the class does, read what it handed in, give it back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.models import Room
from classroom import archives, handins, seances
from classroom.forms import MarkForm, RemarkForm
from classroom.models import Act, ExtraTime, HandIn, Seance
from lesson.faults import Fault
from pupils.identity import current as current_pupil
from pupils.models import Pupil

EXPORTED = ["number", "user_name", "text", "sent_at"]


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
    pk = request.POST.get("pk")
    Seance.objects.begin(get_object_or_404(Seance, pk=int(pk)) if (pk or "").isdecimal() else None)
    return redirect("seances")


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
    pupil = get_object_or_404(Pupil, pk=request.POST.get("pupil"))
    given = ExtraTime.objects.filter(seance=found, pupil=pupil)
    if not given.delete()[0]:
        ExtraTime.objects.create(seance=found, pupil=pupil)
    return redirect("seance", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required
def copy(request, pk):
    """What one pupil handed in, to be marked. It is read here, never run."""
    found = get_object_or_404(HandIn.objects.select_related("pupil", "seance"), pk=pk)
    form = MarkForm(request.POST if "mark" in request.POST else None, instance=found)
    remark = RemarkForm(request.POST if "line" in request.POST else None, hand_in=found)
    for each in (form, remark):
        if each.is_bound and each.is_valid():
            each.save()
            messages.success(request, f"C’est fait\u00a0: {found.pupil} le lit dans son éditeur.")
            return redirect("copy", pk)
    context = {"copy": found, "form": form, "remark": remark, "projects": numbered(found)}
    return render(request, "classroom/copy.html", context, status=400 if form.errors or remark.errors else 200)


def numbered(copy):
    """[(project, [(path, [(line number, text, its remarks)])])]."""
    remarks = {}
    for remark in copy.remarks.all():
        remarks.setdefault((remark.project, remark.path, remark.line), []).append(remark)
    return [
        (project, [(path, lines(text, remarks, project, path)) for path, text in files.items()])
        for project, files in copy.projects.items()
    ]


def lines(text, remarks, project, path):
    return [(number, line, remarks.get((project, path, number), ())) for number, line in enumerate(text.split("\n"), 1)]


@require_safe
@staff_member_required
def download(request, pk):
    """All that was handed in, in one zip."""
    found = get_object_or_404(Seance, pk=pk)
    headers = {"Content-Disposition": f'attachment; filename="rendus-{slugify(found.title) or found.pk}.zip"'}
    return HttpResponse(handins.packed(found), content_type="application/zip", headers=headers)


@require_safe
@staff_member_required
def export_room(request, pk, format):
    """What may be read in a room today, without what was removed."""
    room = get_object_or_404(Room, pk=pk)
    rows = room.messages.filter(removed_at=None).order_by("number").values_list(*EXPORTED)
    headers = {"Content-Disposition": f'attachment; filename="salon-{room.slug}.{format}"'}
    if format == "json":
        content = [dict(zip(EXPORTED, row, strict=True)) for row in rows]
        return JsonResponse(content, safe=False, headers=headers, json_dumps_params={"ensure_ascii": False})
    text = "\ufeff" + handins.as_csv([["Numéro", "Nom", "Message", "Date"], *rows])
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required
def new_class(request):
    """Put the class away, or bring one back. Both ask first: the page says what there is."""
    if request.method == "POST":
        try:
            done = change_class(request.POST.get("archive"))
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            Act.objects.create(by=request.user.get_username(), what=done)
            messages.success(request, f"{done}.")
        return redirect("new-class")
    context = {"contents": archives.contents(), "archives": [path.name for path in archives.all_archives()]}
    context["keep_days"] = settings.KEEP_DAYS
    return render(request, "classroom/new_class.html", context)


def change_class(name):
    """What was done, as a sentence."""
    if name:
        archives.bring_back(archives.find(name))
        return f"La classe de {name} est revenue"
    path = archives.put_away()
    if path is None:
        raise ValidationError("Il n’y a rien à ranger.")
    return f"La classe est rangée dans {path.name}"


# --- what pupils ask --------------------------------------------------------------------------------------


@require_POST
def give(request):
    """A pupil hands in."""
    pupil = current_pupil(request)
    found = handins.open_seance(pupil)
    if found is None or not is_handed_in(found, pupil):
        messages.error(request, "On ne peut pas rendre son travail en ce moment.")
    else:
        messages.success(request, "Votre travail est rendu. Vous pouvez le rendre de nouveau tant que c’est ouvert.")
    return redirect("lesson")


def is_handed_in(seance, pupil):
    """False for a pupil who was put away with the class meanwhile."""
    try:
        handins.hand_in(seance, pupil)
    except IntegrityError:
        if Pupil.objects.filter(pk=pupil.pk).exists():
            raise
        return False
    return True


@require_safe
def given_back(request):
    """What the teacher wrote about a pupil's own work, for its pages: mark, comment, remarks at lines."""
    pupil = current_pupil(request)
    copies = HandIn.objects.filter(pupil=pupil).select_related("seance") if pupil else ()
    fields = ("project", "path", "line", "text")
    content = [
        {
            "seance": copy.seance.title,
            "mark": copy.mark,
            "comment": copy.comment,
            "remarks": [dict(zip(fields, row, strict=True)) for row in copy.remarks.values_list(*fields)],
        }
        for copy in copies
    ]
    return JsonResponse({"copies": content})
