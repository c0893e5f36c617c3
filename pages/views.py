"""The pages of the original lesson: one function each."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pages.forms import IdentityForm
from pages.methods import methods


@methods("GET")
def home(request):
    return render(request, "pages/index.html")


@methods("GET")
def hello(request):
    return HttpResponse("<p>Hello World!</p>")


@methods("GET")
def page2(request):
    heure = timezone.localtime().strftime("%H:%M:%S")
    return render(request, "pages/page2.html", {"bonjour": "Hello World!", "heure": heure})


@methods("GET")
def suite(request):
    return render(request, "pages/suivante.html")


@methods("GET")
def javascript(request):
    return render(request, "pages/javascript.html")


@methods("GET")
def form(request):
    return render(request, "pages/formulaire.html")


@methods("GET", "POST")
def bonjour(request):
    resultat = IdentityForm(request.POST if request.method == "POST" else request.GET)
    if not resultat.is_valid():
        return render(request, "pages/correction.html", {"form": resultat})
    nom = resultat.cleaned_data["Nom"]
    prenom = resultat.cleaned_data["Prénom"]
    return render(request, "pages/bonjour.html", {"message": nom + " " + prenom})
