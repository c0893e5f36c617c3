"""In a pane of the lesson, a room of the plain chat is the visitor's own: two pupils in the same step never meet."""

import re

from exchanges import visitors

PANE = re.compile("/~[ABC]")
PLAIN_CHAT = "/ws/chat/simple/"


class OwnRooms:
    """ASGI middleware for WebSockets: adds the visitor's id to the name of the room that a pane asks for."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        pane, room = scope.get("root_path", ""), scope["path"]
        if PANE.fullmatch(pane) and room.startswith(pane + PLAIN_CHAT):
            scope = scope | {"path": f"{room}-{visitors.visitor_id(scope) or 'anonyme'}"}
        await self.app(scope, receive, send)
