from django.urls import path

from chat.consumers import ChatConsumer, LobbyConsumer

websocket_urlpatterns = [
    path("ws/chat/", LobbyConsumer.as_asgi()),
    path("ws/chat/<slug:slug>", ChatConsumer.as_asgi()),
]
