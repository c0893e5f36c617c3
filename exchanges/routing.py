from django.urls import path

from exchanges.feed import feed

websocket_urlpatterns = [
    path("ws/echanges", feed),
]
