"""The workbench with the pupil's own project, and what only a server can do for it: zips."""

import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from workbench import archive, boundary, bundle, downloads, engine


@require_safe
def workbench(request):
    return page(request, "workbench/workbench.html", {"id": "mon-serveur", "files": archive.starter()})


def page(request, template, project, task=None, **context):
    """A page with the workbench in it.

    `project` is { id, files }, which its scripts open; `task`, if there is one, { slug, stage, next }: what is judged
    (as `workbench.stage.commands` wants it) and the address of the next one.
    """
    data = {"engine": engine_data(), "given": archive.given(), "project": project}
    data["copy"] = reverse("versions", args=[project["id"]])
    data["task"] = task
    data["chez"] = boundary.chez_origin(request)
    response = render(request, template, {"data": data, "engine": data["engine"], "task": task, **context})
    return boundary.with_policy(response, boundary.PAGE, request)


def engine_data():
    """What the page must fetch, and how many bytes that is; None where no engine could be installed."""
    if not engine.is_installed(settings.ENGINE_DIR):
        return None
    addresses = {name: f"{engine.fingerprint()}/{name}" for name in engine.ENGINE} | bundle.addresses()
    files = [
        {"name": name, "url": downloads.PREFIX + address, "size": downloads.find(address).stat().st_size}
        for name, address in addresses.items()
    ]
    frames = {"frame": reverse("engine-frame"), "pane": reverse("pane-frame")}
    return frames | {"files": files, "script": static("workbench/worker.js")}


@require_POST
def download(request):
    """The project as a zip. The body is JSON: { name, files: { path: text } }."""
    try:
        asked = json.loads(request.body)
        name = slugify(str(asked["name"]))[:40] or "mon-serveur"
        content = archive.pack(name, {str(path): str(text) for path, text in asked["files"].items()})
    except ValidationError as refusal:
        return JsonResponse({"error": refusal.message}, status=400)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"error": "Ce projet ne peut pas être lu."}, status=400)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=disposition)


@require_POST
def open_project(request):
    """The files of the zip that is the request's body."""
    try:
        return JsonResponse({"files": archive.unpack(request.body)})
    except ValidationError as refusal:
        return JsonResponse({"error": refusal.message}, status=400)
