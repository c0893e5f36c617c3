"""Les vues : une fonction par page."""

from django.http import HttpResponse
from django.shortcuts import render
