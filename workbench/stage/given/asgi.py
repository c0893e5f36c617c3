"""L'aiguillage : une requête HTTP va aux vues, une WebSocket aux consommateurs."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
http = get_asgi_application()

import urls  # noqa: E402 - après le démarrage de Django

application = ProtocolTypeRouter({"http": http, "websocket": URLRouter(getattr(urls, "websocket_urlpatterns", []))})
