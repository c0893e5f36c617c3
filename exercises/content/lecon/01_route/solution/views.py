"""Les vues : une fonction par page."""

from django.http import HttpResponse
from django.shortcuts import render


# Une vue reçoit la requête, et renvoie la réponse.
def hello(request):
    return HttpResponse("<p>Hello World!</p>")
