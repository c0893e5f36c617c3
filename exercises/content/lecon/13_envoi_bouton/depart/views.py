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


# Une seule vue pour les deux méthodes : request.POST vient du corps, request.GET de l'adresse.
def bonjour(request):
    saisie = request.POST if request.method == "POST" else request.GET
    # Un champ absent donne un texte vide, et un champ d'espaces aussi, grâce à strip.
    nom = saisie.get("Nom", "").strip()
    prenom = saisie.get("Prénom", "").strip()
    if nom == "" or prenom == "":
        return render(request, "correction.html")
    message = nom + " " + prenom
    return render(request, "bonjour.html", {"message": message})


# Une case cochée envoie la clé une fois de plus : getlist donne toutes ses valeurs.
def club(request):
    choix = {"niveau": request.GET.get("niveau", ""), "jour": request.GET.get("jour", "")}
    choix["activites"] = request.GET.getlist("activite")
    return render(request, "club.html", choix)


# Le compte est dans le cookie de chacun : un texte, que le visiteur a pu modifier.
def visites(request):
    ancien = request.COOKIES.get("visites", "0")
    nombre = int(ancien) + 1 if ancien.isdecimal() else 1
    reponse = HttpResponse(f"<p>Visite {nombre}</p>")
    reponse.set_cookie("visites", nombre)
    return reponse


# Hors de la vue : la même liste pour toutes les requêtes.
messages = []


def chat(request):
    if request.method == "POST":
        messages.append({"nom": request.POST.get("nom", ""), "message": request.POST.get("message", "")})
    return render(request, "chat.html", {"messages": messages})


# La page du chat par WebSocket : ce qu'elle fait, son script le dit.
def direct(request):
    return render(request, "direct.html")
