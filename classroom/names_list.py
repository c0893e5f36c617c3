"""The class's names, pasted by the teacher beforehand: each gets a code, and who has not come yet is seen."""

from django import forms
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from classroom.models import Act
from pupils import names, quotas
from pupils.models import MAX_NAME, Pupil

MOST = 200  # names in one paste
DOORS = {
    "list": ("Réserver l’entrée aux pseudonymes de la liste", lambda: quotas.keep_to_list(True)),
    "all": ("Laisser chacun choisir un pseudonyme", lambda: quotas.keep_to_list(False)),
    "minutes": ("Ouvrir l’entrée pour dix minutes", quotas.open_door),
}


class NamesForm(forms.Form):
    """One name a line. Those that the class has already are left as they are."""

    names = forms.CharField(
        label="Un pseudonyme par ligne (prénom, ou prénom et initiale)",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        error_messages={"required": "Collez au moins un pseudonyme."},
    )

    def clean_names(self):
        """The names that are new, each once. What may not be a name is told with its line."""
        taken = set(Pupil.objects.values_list("folded", flat=True))
        new, errors = {}, []
        for number, line in enumerate(self.cleaned_data["names"].splitlines(), 1):
            name = " ".join(line.split())
            if not name:
                continue
            try:
                names.check(name)
                if len(name) > MAX_NAME:
                    raise ValidationError(f"{MAX_NAME} caractères au plus.")
            except ValidationError as error:
                errors.append(f"Ligne {number}, «\u00a0{name[:MAX_NAME]}\u00a0»\u00a0: {' '.join(error.messages)}")
                continue
            if names.fold(name) not in taken:
                new.setdefault(names.fold(name), name)
        if len(new) > MOST:
            errors.append(f"{MOST} pseudonymes au plus à la fois.")
        if errors:
            raise ValidationError(errors)
        return list(new.values())

    @transaction.atomic
    def save(self):
        """Return how many pupils were made."""
        now = timezone.now()
        for name in self.cleaned_data["names"]:
            Pupil.objects.create(name=name, created_at=now, seen_at=now)
        return len(self.cleaned_data["names"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required
@never_cache
def names_list(request):
    """The form, and the list to print and cut: each pupil's name and code."""
    form = NamesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        Act.objects.create(by=request.user.get_username(), what=f"Inscrire {form.save()} pseudonymes")
        return redirect("names-list")
    context = {"form": form, "pupils": Pupil.objects.all()}
    context |= {"by_list": quotas.is_by_list(), "open_until": quotas.door_closes_at()}
    return render(request, "classroom/names_list.html", context)


@require_POST
@staff_member_required
def door(request):
    """Who may take a new name from now on."""
    if request.POST.get("who") in DOORS:
        what, change = DOORS[request.POST["who"]]
        change()
        Act.objects.create(by=request.user.get_username(), what=what)
    return redirect("names-list")
