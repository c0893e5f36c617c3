"""Ce qu’un élève écrit d’abord : les vues que la leçon montre avant celles du site."""

from django.shortcuts import render


def bonjour(request):
    nom = request.POST["Nom"]
    prenom = request.POST["Prénom"]
    return render(request, "pages/bonjour.html", {"message": nom + " " + prenom})


def bonjour_get(request):
    nom = request.GET["Nom"]
    prenom = request.GET["Prénom"]
    return render(request, "pages/bonjour.html", {"message": nom + " " + prenom})
