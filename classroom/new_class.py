"""The desk's page that puts the class away, and brings one back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from classroom import archives
from classroom.models import Act


@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required
def new_class(request):
    """Both ask first: the page says what there is."""
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
