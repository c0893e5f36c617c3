"""daphne's HTTP side with guards: bodies are small, requests arrive whole and in time, errors are told in French."""

from functools import partial
from http import HTTPStatus

from daphne.http_protocol import HTTPFactory, WebRequest
from twisted.web.http import HTTPChannel

from nsi_site import console

MAX_BODY = 64 * 1024  # bytes
REQUEST_TIMEOUT = 30  # seconds, from the connection or the last answer to the end of the next request
LINGER = 5  # seconds

PAGE = """<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<h1>{title}</h1>
<p>{explanation}</p>
</body>
</html>
"""
EXPLANATIONS = {
    400: "Le serveur ne comprend pas cette requête : elle n’est pas écrite selon les règles de HTTP.",
    413: "Le corps de cette requête est trop grand : ce serveur n’accepte pas plus de 64 Kio.",
    500: "Une erreur s’est produite dans le programme du serveur. Le détail est dans sa console.",
    503: "Le serveur n’a pas répondu à temps. Vous pouvez réessayer dans un instant.",
}


class GuardedRequest(WebRequest):
    """One request."""

    def handleContentChunk(self, data):
        """Keep a part of the body, unless the whole gets too big (a chunked body does not say its size before)."""
        if self.finished:
            return
        if self.content.tell() + len(data) > MAX_BODY:
            self.channel.refuse_body()
        else:
            super().handleContentChunk(data)

    def process(self):
        # Anybody could send this one, and move all the links of the page that he gets.
        self.requestHeaders.removeHeader(b"daphne-root-path")
        protocols = self.requestHeaders.getRawHeaders(b"sec-websocket-protocol", [])
        if all(value.isascii() for value in protocols):
            return super().process()
        return self.basic_error(400, b"Bad Request", "Invalid subprotocol")

    def basic_error(self, status, status_text, body):
        """Answer with our page instead of daphne's English `body`, and close: who knows what else would follow."""
        if self._response_started:  # too late: all that the client can still learn is that the rest is missing
            self.loseConnection()
            return
        title = f"{status} {HTTPStatus(status).phrase}"
        page = PAGE.format(title=title, explanation=EXPLANATIONS[status]).encode()
        headers = [
            (b"Content-Type", b"text/html; charset=utf-8"),
            (b"Content-Length", b"%d" % len(page)),
            (b"Connection", b"close"),
        ]
        self.channel.persistent = False
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": page})


class GuardedChannel(HTTPChannel):
    """One connection and the requests that follow each other on it."""

    refused = False

    def resetTimeout(self):
        """Bytes that trickle in earn no more time: only a whole request does."""

    def allHeadersReceived(self):
        if self.length is not None and self.length > MAX_BODY:
            self.refuse_body()
        else:
            super().allHeadersReceived()

    def refuse_body(self):
        """Answer 413 to the request that is coming in, and throw away the rest of it."""
        request = self.requests[-1]
        request.method, request.uri, request.clientproto = self._command, self._path, self._version
        request.path = request.uri.split(b"?")[0]
        self.refused = True
        request.basic_error(413, b"Payload Too Large", "")

    def rawDataReceived(self, data):
        if not self.refused:
            super().rawDataReceived(data)

    def allContentReceived(self):
        if not self.refused:
            super().allContentReceived()

    def loseConnection(self):
        """Close; but who is still sending a refused body must be able to read why: a full close would reset him."""
        if self.refused:
            self.transport.loseWriteConnection()
            self.callLater(LINGER, self.transport.abortConnection)
        else:
            super().loseConnection()


class GuardedHTTPFactory(HTTPFactory):
    """Builds the connections."""

    protocol = GuardedChannel

    def __init__(self, server):
        super().__init__(server)
        self.timeOut = REQUEST_TIMEOUT

    def buildProtocol(self, addr):
        channel = super().buildProtocol(addr)
        # Django reads the forms; Twisted's own reading of them would only cost and fail.
        channel.requestFactory = partial(GuardedRequest, parsePOSTFormSubmission=False)
        return channel

    def log(self, request):
        """Twisted's hook for access logs, called once an answer is complete."""
        address = request.client_addr[0] if request.client_addr else request.getClientAddress().host
        texts = (data.decode("latin-1") for data in (request.method, request.uri, request.clientproto))
        console.log_request(address, *texts, request.code)
