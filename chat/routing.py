from django.urls import path, re_path

from chat.consumers import ChatConsumer, LobbyConsumer
from chat.simple import ChatConsumer as SimpleConsumer
from chat.simple_guard import SimpleGuard

websocket_urlpatterns = [
    path("ws/chat/", LobbyConsumer.as_asgi()),
    # Un nom de groupe n'a que des lettres sans accent, des chiffres et - _, et moins de 100 caractères.
    re_path(r"^ws/chat/simple/(?P<salon>[-a-zA-Z0-9_]{1,80})$", SimpleGuard(SimpleConsumer.as_asgi())),
    path("ws/chat/<slug:slug>", ChatConsumer.as_asgi()),
]
