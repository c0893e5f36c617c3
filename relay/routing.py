from django.urls import path

from relay.live import live
from relay.tunnels import tunnel

websocket_urlpatterns = [path("ws/relais", tunnel), path("ws/chez", live)]
