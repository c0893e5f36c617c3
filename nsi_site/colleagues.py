"""The teachers who share this site: an account for each, made and closed at the desk by whoever administers it."""

import re
import unicodedata

from django import forms
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nsi_site import teacher
from nsi_site.teachers_group import GROUP


class ColleagueForm(forms.Form):
    first_name = forms.CharField(label="Prénom", max_length=150)
    last_name = forms.CharField(label="Nom", max_length=150)

    def save(self):
        """The account, and the password that nobody will see again."""
        first, last = self.cleaned_data["first_name"], self.cleaned_data["last_name"]
        password = teacher.new_password()
        users = get_user_model().objects
        user = users.create_user(
            free_name(first, last), password=password, first_name=first, last_name=last, is_staff=True
        )
        user.groups.add(Group.objects.get(name=GROUP))
        return user, password


def free_name(first, last):
    """« mdurand » for Marie Durand, with a number if there is one already."""
    letters = unicodedata.normalize("NFKD", first[:1] + last).lower()
    name = re.sub(r"[^a-z0-9]", "", letters)[:30] or "collegue"
    taken = set(get_user_model().objects.filter(username__startswith=name).values_list("username", flat=True))
    return next(free for free in (name, *(f"{name}{number}" for number in range(2, 1000))) if free not in taken)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required
@never_cache
def colleagues(request):
    """The list, and the form that adds one. The new password is in this one answer and nowhere else."""
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    created = password = None
    if request.method == "POST":
        only_the_administrator(request)
        if form.is_valid():
            created, password = form.save()
            form = ColleagueForm()
    staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("last_name", "username")
    context = {"form": form, "created": created, "password": password, "staff": staff}
    return render(request, "nsi_site/colleagues.html", context)


@require_POST
@staff_member_required
def close_account(request, number):
    """What a colleague wrote stays; a later account is another one."""
    only_the_administrator(request)
    user = get_object_or_404(get_user_model(), pk=number, is_staff=True, is_superuser=False)
    user.is_active = user.is_staff = False
    user.set_unusable_password()
    user.save()
    messages.success(request, f"Le compte «\u00a0{user.username}\u00a0» est fermé.")
    return redirect("colleagues")


def only_the_administrator(request):
    if not request.user.is_superuser:
        raise PermissionDenied
