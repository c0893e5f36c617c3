"""Which address leads to which WebSocket consumer."""

from channels.routing import URLRouter
from django.urls import re_path

from chat.routing import websocket_urlpatterns as chat_patterns
from classroom.routing import websocket_urlpatterns as classroom_patterns
from exchanges.routing import websocket_urlpatterns as exchanges_patterns
from nsi_site.doors import refuse
from nsi_site.own_rooms import OwnRooms
from relay.routing import websocket_urlpatterns as relay_patterns

UNKNOWN = 4404


async def unknown_address(scope, receive, send):
    """Tell the browser (4404) that there is nothing here, once the socket is open: before, it can't see why."""
    await refuse(receive, send, UNKNOWN, "")


patterns = [*chat_patterns, *exchanges_patterns, *relay_patterns, *classroom_patterns]
websockets = OwnRooms(URLRouter([*patterns, re_path("", unknown_address)]))
