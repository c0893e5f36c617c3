"""Les routes : quelle adresse mène à quelle vue."""

from django.urls import path

import views

urlpatterns = [
    # L'adresse sans « / » au début, la vue sans parenthèses, et un nom pour les liens.
    path("hello", views.hello, name="hello"),
    path("", views.accueil, name="accueil"),
    path("page2", views.page2, name="page2"),
]
websocket_urlpatterns = []
