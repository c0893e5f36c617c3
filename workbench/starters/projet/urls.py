from django.urls import path

import consumers
import views

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("bonjour", views.bonjour, name="bonjour"),
    path("chat", views.chat, name="chat"),
]

websocket_urlpatterns = [
    path("ws/chat", consumers.ChatConsumer.as_asgi()),
]
