"""« Essayer ce poste »: a page that tries all that the lesson needs of a browser, and what the desk sees of it."""

import json
import re
from collections import Counter

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.models import Station
from pupils.models import Pupil
from workbench import boundary
from workbench.views import engine_data

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src {site}/static/",
        "style-src {site}/static/",
        "img-src {site}/static/ data:",
        "connect-src {site}/static/ {site}/poste {site}/eleve/ {socket}/ws/ CHEZ",
        "frame-src {site}/mon-serveur/moteur",
        "form-action {site}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


TRIALS = [
    ("web_assembly", "WebAssembly", "pour que Python tourne dans le navigateur"),
    ("sockets", "WebSockets", "pour le chat"),
    ("cookies", "Cookies", "pour les formulaires et les pseudonymes"),
    ("storage", "Stockage", "pour retrouver son travail"),
    ("chez", "Second port", "pour visiter le serveur d’un autre élève"),
    ("speed", "Réseau", "entre ce poste et le site"),
    ("engine", "Python", "jusqu’à ce qu’il réponde"),
]


class ReportForm(forms.ModelForm):
    """What a browser says of itself: true, or made up by a pupil."""

    browser_mark = forms.RegexField(r"^[0-9a-f]{0,16}$", required=False)
    chez = forms.NullBooleanField(required=False)
    speed = forms.FloatField(min_value=0, max_value=100_000, required=False)
    engine = forms.FloatField(min_value=0, max_value=3600, required=False)
    time = forms.FloatField(min_value=0, max_value=1e12, required=False)  # the PC's, in seconds since 1970

    class Meta:
        model = Station
        fields = ["modules", "web_assembly", "sockets", "cookies", "storage", "chez", "speed", "engine"]

    def save_for(self, request):
        """Keep it as the last try of this PC; None when there are too many PCs."""
        address = request.META.get("REMOTE_ADDR") or None
        told = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data["time"]:
            told["clock"] = self.cleaned_data["time"] - timezone.now().timestamp()
        told |= {
            "address": address,
            "claim": request.pupil.claim,
            "browser": request.headers.get("User-Agent", "")[:200],
            "tried_at": timezone.now(),
        }
        place = self.place(request, address)
        if not Station.objects.filter(place=place).exists() and Station.objects.count() >= Station.MOST:
            return None
        return Station.objects.update_or_create(place=place, defaults=told)[0]

    def place(self, request, address):
        if not settings.SHARED_ADDRESS:
            return address or ""
        return f"{address} {request.pupil.claim or self.cleaned_data['browser_mark']}"


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
def station(request):
    """GET: the page. POST (JSON): the result, answered by what it means."""
    if request.method == "POST":
        return report(request)
    chez = str(request.chez_origin)
    data = {"engine": engine_data(), "chez": chez}
    response = render(request, "classroom/station.html", {"data": data, "trials": TRIALS})
    return boundary.with_policy(response, POLICY.replace("CHEZ", chez), request)


def report(request):
    try:
        form = ReportForm(dict(json.loads(request.body)))
    except (ValueError, TypeError, RecursionError):
        return JsonResponse({"detail": "Ce résultat ne peut pas être lu."}, status=400)
    if not form.is_valid():
        return JsonResponse({"detail": "Ce résultat ne peut pas être lu."}, status=400)
    Station.purge()
    found = form.save_for(request)
    if found is None:
        return JsonResponse(
            {"detail": "Trop de postes ont été essayés : le professeur doit vider la liste."}, status=429
        )
    return JsonResponse({"lacks": found.lacks, "weaknesses": found.weaknesses})


@require_safe
@staff_member_required
def stations(request):
    """The desk's list: those that lack something first."""
    Station.purge()
    found = sorted(Station.objects.all(), key=lambda it: (not it.lacks, not it.weaknesses, numbers(it.place)))
    names = dict(Pupil.objects.filter(pk__in=[it.claim for it in found if it.claim]).values_list("pk", "name"))
    rows = [(it, names.get(it.claim, "")) for it in found]
    return render(request, "classroom/stations.html", {"rows": rows, "summary": summary(found)})


def numbers(place):
    """10.0.0.9 comes before 10.0.0.10."""
    return [int(number) for number in re.findall(r"\d+", place)]


def summary(found):
    """« 33 prêts, 2 sans WebAssembly »."""
    ready = sum(not it.lacks for it in found)
    lacking = Counter(it.lacks[0] for it in found if it.lacks)
    parts = [f"{ready} prêt{'s' if ready > 1 else ''}", *(f"{number} {what}" for what, number in lacking.most_common())]
    return ", ".join(parts)


@require_POST
@staff_member_required
def empty_stations(request):
    Station.objects.all().delete()
    messages.success(request, "La liste des postes est vide.")
    return redirect("stations")
