from django.urls import path

from classroom.sockets import DeskSocket, PageSocket

websocket_urlpatterns = [
    path("ws/classe", DeskSocket.as_asgi()),
    path("ws/page", PageSocket.as_asgi()),
]
