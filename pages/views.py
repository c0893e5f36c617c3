"""Les pages de la leçon : une fonction pour chacune."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pages.forms import ClubForm, IdentityForm


@require_safe
def home(request):
    return render(request, "pages/index.html")


@require_safe
def hello(request):
    return HttpResponse("<p>Hello World!</p>")


@require_safe
def page2(request):
    heure = timezone.localtime().strftime("%H:%M:%S")
    valeurs = {"bonjour": "Hello World!", "heure": heure}
    return render(request, "pages/page2.html", valeurs)


@require_safe
def suite(request):
    return render(request, "pages/suivante.html")


@require_safe
def javascript(request):
    return render(request, "pages/javascript.html")


@require_safe
def form(request):
    return render(request, "pages/formulaire.html")


@require_http_methods(["GET", "HEAD", "POST"])
def bonjour(request):
    saisie = request.POST if request.method == "POST" else request.GET
    formulaire = IdentityForm(saisie)
    if not formulaire.is_valid():
        return render(request, "pages/correction.html", {"form": formulaire})
    nom = formulaire.cleaned_data["Nom"]
    prenom = formulaire.cleaned_data["Prénom"]
    return render(request, "pages/bonjour.html", {"message": nom + " " + prenom})


@require_safe
def composants(request):
    formulaire = ClubForm(request.GET or None)
    choix = formulaire.cleaned_data if formulaire.is_valid() else {}
    return render(request, "pages/composants.html", {"formulaire": formulaire, "choix": choix})
