"""In a frame of the lesson, a room of the plain chat is the visitor's own: two pupils in the same step never meet."""

import re

from exchanges import visitors
from exchanges.letters import LETTERS, path_in_site

IN_FRAME = re.compile(rf"/~[{LETTERS}]$")
PLAIN_CHAT = "/ws/chat/simple/"


class OwnRooms:
    """ASGI middleware for WebSockets: adds the visitor's id to the name of the room that a frame asks for."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if IN_FRAME.search(scope.get("root_path", "")) and path_in_site(scope).startswith(PLAIN_CHAT):
            scope = scope | {"path": f"{scope['path']}-{visitors.visitor_id(scope) or 'anonyme'}"}
        await self.app(scope, receive, send)
