"""Les vues : une fonction par page."""

import time

from django.http import HttpResponse
from django.shortcuts import render


# Une vue reçoit la requête, et renvoie la réponse.
def hello(request):
    return HttpResponse("<p>Hello World!</p>")


# render calcule le gabarit, cherché dans templates/, et en fait une réponse.
def accueil(request):
    return render(request, "index.html")


# Le dictionnaire donne une valeur à chaque nom du gabarit ; l'heure est celle de la requête.
def page2(request):
    heure = time.strftime("%H:%M:%S")
    return render(request, "page2.html", {"bonjour": "Hello World!", "heure": heure})


# request.POST est un dictionnaire : ses clés sont les name des champs du formulaire.
def bonjour(request):
    # Un champ absent donne un texte vide, et un champ d'espaces aussi, grâce à strip.
    nom = request.POST.get("Nom", "").strip()
    prenom = request.POST.get("Prénom", "").strip()
    if nom == "" or prenom == "":
        return render(request, "correction.html")
    message = nom + " " + prenom
    return render(request, "bonjour.html", {"message": message})
