import json

from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("chat", self.channel_name)
        await self.accept()

    async def receive(self, text_data):
        trame = json.loads(text_data)
        await self.channel_layer.group_send("chat", {"type": "chat.message", "trame": trame})

    async def chat_message(self, event):
        await self.send(json.dumps(event["trame"]))

    async def disconnect(self, code):
        await self.channel_layer.group_discard("chat", self.channel_name)
