"""Mon chat, à compléter exercice après exercice."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer

GROUPE = "chat"


# Chaque navigateur connecté a son propre objet ChatConsumer.
class ChatConsumer(AsyncWebsocketConsumer):
    # Le navigateur demande à ouvrir la WebSocket.
    async def connect(self):
        await self.accept()
        # On annonce avant de s'inscrire, ainsi le nouveau ne reçoit pas sa propre arrivée.
        await self.channel_layer.group_send(GROUPE, {"type": "chat.arrival"})
        await self.channel_layer.group_add(GROUPE, self.channel_name)
        print("Nouveau client connecté")

    # Une trame arrive de ce navigateur (du texte au format JSON).
    async def receive(self, text_data):
        trame = json.loads(text_data)
        print("Évènement reçu :", trame)
        await self.send(text_data=json.dumps({"type": "received", "message": trame["message"]}))
        await self.channel_layer.group_send(
            GROUPE, {"type": "chat.message", "userName": trame["userName"], "message": trame["message"]}
        )

    # Les trois évènements du groupe, une méthode chacun.
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
        # On se retire d'abord, car on ne peut plus écrire à une WebSocket fermée.
        await self.channel_layer.group_discard(GROUPE, self.channel_name)
        await self.channel_layer.group_send(GROUPE, {"type": "chat.departure"})
        print("Client déconnecté !")
