"""A pupil's projects, for the teacher to read; they run in the teacher's own browser, inside the engine's boundary."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pupils.models import Pupil, Version
from workbench.views import page


@require_safe
@staff_member_required
def read(request, pk):
    """The latest version of each project, as text."""
    pupil = get_object_or_404(Pupil, pk=pk)
    return render(request, "classroom/code.html", {"pupil": pupil, "versions": latest(pupil)})


@require_safe
@staff_member_required
def run(request, pk, project):
    """The project in a workbench of the teacher's, under a name of its own: nothing of the pupil's is changed."""
    version = next((version for version in latest(get_object_or_404(Pupil, pk=pk)) if version.project == project), None)
    if version is None:
        raise Http404
    copy = {"id": f"eleve-{pk}-{project}"[:60], "files": version.files}
    return page(request, "workbench/workbench.html", copy)


def latest(pupil):
    found = {version.project: version for version in Version.objects.filter(pupil=pupil).order_by("pk")}
    return sorted(found.values(), key=lambda version: version.made_at, reverse=True)
