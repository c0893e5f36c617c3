"""`/metrics`: what this process measures, for Prometheus, where METRICS_TOKEN is set."""

from secrets import compare_digest

from django.conf import settings
from prometheus_client import Gauge, make_asgi_app

PATH = "/metrics"
SOCKETS = Gauge("nsi_sockets", "WebSockets open in this process, those of the chat included")


class Metrics:
    """ASGI middleware. Who does not know the token gets what is behind: the site's 404, as at any unknown address."""

    def __init__(self, app):
        self.app, self.metrics = app, make_asgi_app()

    async def __call__(self, scope, receive, send):
        app = self.metrics if scope["path"] == PATH and knows_token(scope) else self.app
        await app(scope, receive, send)


def knows_token(scope):
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    said = dict(scope["headers"]).get(b"authorization", b"")
    return bool(settings.METRICS_TOKEN) and compare_digest(said, expected)
