"""An HTTP exchange: the request, then the response."""

import time

from exchanges.bodies import Body
from exchanges.code_places import view_place
from exchanges.headers import header_fields, reason, request_fields
from exchanges.letters import path_in_site
from exchanges.masking import Masker


class HttpWatch:
    def __init__(self, app, scope, note):
        self.scope = scope
        self.note = note  # note(kind, **fields)
        self.masker = Masker()
        self.request_body, self.response_body = Body(), Body()
        self.request_noted = self.response_noted = self.client_left = False
        self.response = None

    def begin(self):
        self.began = time.perf_counter()

    def received(self, message):
        if message["type"] == "http.request":
            self.request_body.add(message.get("body", b""))
            if not message.get("more_body", False):
                self.note_request()
        else:
            self.client_left = True

    def sent(self, message):
        self.note_request()
        if message["type"] == "http.response.start":
            self.response = message
        elif message["type"] == "http.response.body":
            self.response_body.add(message.get("body", b""))
            if not message.get("more_body", False):
                self.note_response(aborted=False)

    def end(self, error):
        self.note_request()
        if self.response_noted:
            return
        if self.response is None and isinstance(error, Exception):
            self.response = {"status": 500}  # what the server will answer in the application's stead
        if self.response:
            self.note_response(aborted=bool(error) or self.client_left)
        else:
            self.note("close", by="client" if self.client_left or error else "server", code=None)

    def note_request(self):
        if not self.request_noted:
            self.request_noted = True
            fields = request_fields(self.scope, self.masker)
            body = self.request_body.as_fields(dict(self.scope["headers"]), self.masker)
            self.note("request", **fields, **body, view=view_place(path_in_site(self.scope)))

    def note_response(self, aborted):
        self.response_noted = True
        headers = list(self.response.get("headers", ()))
        self.note(
            "response",
            status=self.response["status"],
            reason=reason(self.response["status"]),
            headers=header_fields(headers, self.masker),
            **self.response_body.as_fields({name.lower(): value for name, value in headers}, self.masker),
            durationMs=round(1000 * (time.perf_counter() - self.began), 1),
            aborted=aborted,
        )
