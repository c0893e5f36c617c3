"""The work that the site keeps for a claim: notes of pages, versions of projects. JSON in, JSON out."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from pupils import identity
from pupils import notes as notebook
from pupils.models import Version
from pupils.projects import check_files, check_room, is_storable

MAX_REASON = Version._meta.get_field("reason").max_length
NOBODY = "Sans pseudonyme, votre travail reste dans ce navigateur."


def of_a_pupil(view):
    """Give the view its pupil; 403 with a sentence for a browser that has none."""

    @wraps(view)
    def wrapper(request, **kwargs):
        pupil = identity.current(request)
        if pupil is None:
            return JsonResponse({"detail": NOBODY}, status=403)
        try:
            return view(request, pupil, **kwargs)
        except ValidationError as error:
            return JsonResponse({"detail": " ".join(error.messages)}, status=400)
        except IntegrityError:
            if identity.holder(request):
                raise
            return JsonResponse({"detail": NOBODY}, status=403)  # erased, or put away with the class, meanwhile

    return wrapper


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_pupil
def notes(request, pupil):
    """`{key: text}`. POST writes those given and leaves the others; an empty text deletes."""
    if request.method == "POST":
        notebook.write(pupil, notebook.parsed(request.body))
    return JsonResponse(dict(pupil.notes.values_list("key", "value")))


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_pupil
def versions(request, pupil, project):
    """GET: the kept versions, newest first, without their files. POST `{"files", "reason"}`: keep one more."""
    if request.method == "POST":
        given = notebook.parsed(request.body)
        if not isinstance(given, dict) or not is_storable(given.get("reason", "")):
            raise ValidationError(notebook.GARBLED)
        check_files(given.get("files"))
        check_room(pupil, project)
        reason = given.get("reason", "")[:MAX_REASON]
        Version(pupil=pupil, project=project, files=given["files"], reason=reason).save()
    kept = pupil.versions.filter(project=project)
    return JsonResponse({"versions": [described(version) for version in kept.defer("files")]})


@require_safe
@of_a_pupil
def version(request, pupil, project, number):
    found = get_object_or_404(pupil.versions, project=project, pk=number)
    return JsonResponse(described(found) | {"files": found.files})


def described(version):
    return {"number": version.pk, "reason": version.reason, "madeAt": version.made_at.isoformat(timespec="seconds")}
