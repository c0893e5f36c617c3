"""A client that says one thing at a time and waits for what becomes of it."""

import json
import secrets
import time

from websockets.sync.client import connect

DEADLINE = 30  # seconds


class Talker:
    """`history`: the texts of the first page. `received`: every event that came."""

    def __init__(self, site, room="accueil"):
        self.connection = connect(f"{site.ws_url}/ws/chat/{room}")
        self.received = []

    def __enter__(self):
        self.socket = self.connection.__enter__()
        self.history = [message["message"] for message in self.heard("messages")["messages"]]
        return self

    def __exit__(self, *exception):
        self.connection.__exit__(*exception)

    def say(self, text):
        """The text once it has come back, or the code of the error."""
        id = secrets.token_hex(8)
        self.socket.send(json.dumps({"type": "message", "id": id, "userName": "Greg", "message": text}))

        def answer(event):
            if event["type"] == "error" and event["id"] == id:
                return event["code"]
            if event["type"] == "messages" and any(message["id"] == id for message in event["messages"]):
                return text
            return None

        return self._until(answer, [])

    def said_at_last(self, text):
        """Say it again as long as the site is busy."""
        end = time.monotonic() + DEADLINE
        while (answer := self.say(text)) == "busy" and time.monotonic() < end:
            time.sleep(0.3)
        return answer

    def heard(self, type):
        """The first event of that type."""
        return self._until(lambda event: event if event["type"] == type else None, self.received)

    def _until(self, find, earlier):
        """The first true `find(event)`, among the earlier events and those to come."""
        end = time.monotonic() + DEADLINE
        found = next(filter(None, map(find, earlier)), None)
        while not found:
            assert time.monotonic() < end, self.received[-5:]
            self.received.append(json.loads(self.socket.recv(timeout=DEADLINE)))
            found = find(self.received[-1])
        return found
