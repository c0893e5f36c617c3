"""WebSocket frames made once, however many sockets they go to."""

from websockets.frames import Frame, Opcode


class Frames:
    """The bytes of a `websocket.send`; a broadcast hands the same text over for each socket in turn.

    They are not compressed, which permessage-deflate allows: what is made once serves all.
    """

    last_content = last_frame = None

    def of(self, message):
        text = message.get("text")
        content = message["bytes"] if text is None else text
        if content is not self.last_content:
            opcode, payload = (Opcode.BINARY, content) if text is None else (Opcode.TEXT, content.encode())
            self.last_frame = Frame(opcode, payload).serialize(mask=False)
            self.last_content = content
        return self.last_frame
