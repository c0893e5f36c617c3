"""Les vues : une fonction par page."""

from django.http import HttpResponse


# Une vue reçoit la requête, et renvoie la réponse.
def hello(request):
    return HttpResponse("<p>Hello World!</p>")
