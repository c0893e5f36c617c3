from django.urls import path, re_path

from exercises.consumers import PupilChat, State
from exercises.exchange import PATTERN

websocket_urlpatterns = [
    path("ws/exercices/etat", State.as_asgi()),
    re_path(PATTERN, PupilChat.as_asgi()),
]
