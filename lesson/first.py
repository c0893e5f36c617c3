"""Ce qu’un élève écrit d’abord : les vues que la leçon montre avant celles du site."""

from django.shortcuts import render


def bonjour(request):
    nom = request.POST["Nom"]
    prenom = request.POST["Prénom"]
    message = nom + " " + prenom
    return render(request, "pages/bonjour.html", {"message": message})


def bonjour_get(request):
    nom = request.GET["Nom"]
    prenom = request.GET["Prénom"]
    message = nom + " " + prenom
    return render(request, "pages/bonjour.html", {"message": message})
