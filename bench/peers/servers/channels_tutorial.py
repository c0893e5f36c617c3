"""The chat consumer of the Channels tutorial, on daphne, with the in-memory layer and an acknowledgement added."""

import json

import django
from django.conf import settings
from django.core.asgi import get_asgi_application

settings.configure(
    SECRET_KEY="bench",  # nothing is signed
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter


class ChatConsumer(AsyncWebsocketConsumer):
    group = "chat_lobby"

    async def connect(self):
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self.send('{"type":"welcome"}')

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data):
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "text": text_data})
        await self.send(json.dumps({"type": "ack", "id": json.loads(text_data)["id"]}))

    async def chat_message(self, event):
        await self.send(event["text"])


application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": ChatConsumer.as_asgi()})
