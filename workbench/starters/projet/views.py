from django.shortcuts import render


def accueil(request):
    return render(request, "accueil.html", {"message": "Hello World!"})


def bonjour(request):
    nom = request.POST.get("Nom", "")
    return render(request, "bonjour.html", {"nom": nom})


def chat(request):
    return render(request, "chat.html")
