"""What was handed in: the pupil gives it, the teacher reads, marks and downloads it, the pupil reads the answer."""

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom import handins
from classroom.forms import MarkForm, RemarkForm
from classroom.models import HandIn, Seance
from pupils.identity import current as current_pupil
from pupils.models import Pupil


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
