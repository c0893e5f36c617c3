"""A pupil's projects, for the teacher to read; they run in the teacher's own browser, inside the engine's boundary.

An exercise is opened with what judges it, for that a pupil passed is only what the pupil's browser declared.
"""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from classroom.models import HandIn
from exercises import catalogue
from exercises.views import exercise_page
from pupils.models import Pupil, Version
from workbench.views import page

EXERCISE = "exercice-"  # before the exercise's key, the project's name


@require_safe
@staff_member_required
def read(request, pk):
    """The latest version of each project, as text."""
    pupil = get_object_or_404(Pupil, pk=pk)
    return render(request, "classroom/code.html", {"pupil": pupil, "versions": latest(pupil)})


@require_safe
@staff_member_required
def run(request, pk, project):
    """The latest version of a project."""
    pupil = get_object_or_404(Pupil, pk=pk)
    files = {version.project: version.files for version in latest(pupil)}.get(project)
    return bench(request, f"eleve-{pk}", pupil, project, files)


@require_safe
@staff_member_required
def run_copy(request, pk, project):
    """A project as it was handed in."""
    copy = get_object_or_404(HandIn.objects.select_related("pupil"), pk=pk)
    return bench(request, f"rendu-{pk}", copy.pupil, project, copy.projects.get(project))


def bench(request, prefix, pupil, project, files):
    """A workbench of the teacher's, under a name of its own: nothing of the pupil's is changed."""
    if files is None:
        raise Http404
    opened = {"id": f"{prefix}-{project}"[:60], "files": files}
    task = catalogue.find(project.removeprefix(EXERCISE)) if project.startswith(EXERCISE) else None
    if task is None:
        return page(request, "workbench/workbench.html", opened, heading=f"{pupil}\u00a0: {project}")
    return exercise_page(request, task, opened, heading=f"{pupil}\u00a0: {task.title}")


def latest(pupil):
    found = {version.project: version for version in Version.objects.filter(pupil=pupil).order_by("pk")}
    return sorted(found.values(), key=lambda version: version.made_at, reverse=True)
