"""Les routes : quelle adresse mène à quelle vue."""

from django.urls import path

import consumers
import views

urlpatterns = [
    # L'adresse sans « / » au début, la vue sans parenthèses, et un nom pour les liens.
    path("hello", views.hello, name="hello"),
    path("", views.accueil, name="accueil"),
    path("page2", views.page2, name="page2"),
    path("bonjour", views.bonjour, name="bonjour"),
    path("club", views.club, name="club"),
    path("visites", views.visites, name="visites"),
    path("chat", views.chat, name="chat"),
]
# Les WebSockets ont leurs propres routes, vers des classes.
websocket_urlpatterns = [
    path("ws/chat", consumers.ChatConsumer.as_asgi()),
]
