"""The teacher's view of the pupils: names, codes, the door, and what is kept of whom."""

from django import forms
from django.contrib import admin, messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pupils import export, names, quotas
from pupils.models import Pupil


class PupilForm(forms.ModelForm):
    """The teacher may rename a pupil, by the rules that hold for all names."""

    def clean_name(self):
        names.check_free(self.cleaned_data["name"], self.instance)
        return self.cleaned_data["name"]


@admin.register(Pupil)
class PupilAdmin(admin.ModelAdmin):
    form = PupilForm
    list_display = ["name", "code", "muted", "blocked", "created_at", "seen_at"]
    list_editable = ["muted", "blocked"]
    search_fields = ["name", "folded"]
    fields = ["name", "code", "muted", "blocked", "created_at", "seen_at"]
    readonly_fields = ["code", "created_at", "seen_at"]
    actions = ["renew_codes", "export"]

    def has_add_permission(self, request):
        return False

    def get_urls(self):
        opening = path("entree", self.admin_site.admin_view(require_POST(self.open_door)), name="open-door")
        return [opening, *super().get_urls()]

    def open_door(self, request):
        until = timezone.localtime(quotas.open_door())
        self.message_user(request, f"L’entrée est ouverte jusqu’à {until:%H h %M}.", messages.SUCCESS)
        return redirect(reverse("admin:pupils_pupil_changelist"))

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request,
            {"door_closes_at": quotas.door_closes_at(), "shared_addresses": sorted(quotas.shared_addresses())}
            | (extra_context or {}),
        )

    @admin.action(description="Donner un nouveau code (l’ancien et les navigateurs déjà entrés ne servent plus)")
    def renew_codes(self, request, queryset):
        for pupil in queryset:
            pupil.renew_code()
            self.message_user(request, f"{pupil}\u00a0: {pupil.code}", messages.SUCCESS)

    @admin.action(description="Exporter tout ce qui est gardé de ces élèves (JSON)")
    def export(self, request, queryset):
        content = [export.everything(pupil) for pupil in queryset]
        headers = {"Content-Disposition": 'attachment; filename="eleves.json"'}
        return JsonResponse(
            content, safe=False, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
