"""Mon chat, à compléter exercice après exercice."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer


# Chaque navigateur connecté a son propre objet ChatConsumer.
class ChatConsumer(AsyncWebsocketConsumer):
    # Le navigateur demande à ouvrir la WebSocket.
    async def connect(self):
        # Le nom du salon est dans l'URL. On le garde dans self, comme le nom du groupe,
        # car receive et disconnect en auront besoin. Une variable globale mélangerait les clients.
        self.salon = self.scope["url_route"]["kwargs"]["salon"]
        self.groupe = f"chat_{self.salon}"
        await self.accept()
        await self.channel_layer.group_send(self.groupe, {"type": "chat.arrival"})
        await self.channel_layer.group_add(self.groupe, self.channel_name)
        print("Nouveau client connecté dans", self.salon)

    # Une trame arrive de ce navigateur (du texte au format JSON).
    async def receive(self, text_data):
        trame = json.loads(text_data)
        print("Évènement reçu :", trame)
        await self.send(text_data=json.dumps({"type": "received", "message": trame["message"]}))
        await self.channel_layer.group_send(
            self.groupe, {"type": "chat.message", "userName": trame["userName"], "message": trame["message"]}
        )

    # Les évènements du groupe, une méthode chacun.
    async def chat_message(self, event):
        await self.send(
            text_data=json.dumps({"type": "message", "userName": event["userName"], "message": event["message"]})
        )

    async def chat_arrival(self, event):
        await self.send(text_data=json.dumps({"type": "arrival"}))

    async def chat_departure(self, event):
        await self.send(text_data=json.dumps({"type": "departure"}))

    # La WebSocket de ce navigateur vient de se fermer.
    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.groupe, self.channel_name)
        await self.channel_layer.group_send(self.groupe, {"type": "chat.departure"})
        print("Client déconnecté de", self.salon)
