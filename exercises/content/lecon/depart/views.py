"""Les vues : une fonction par page."""

from django.http import HttpResponse
