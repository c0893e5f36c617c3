"""Mon chat, à compléter exercice après exercice."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer


# Chaque navigateur connecté a son propre objet ChatConsumer.
class ChatConsumer(AsyncWebsocketConsumer):
    # Le navigateur demande à ouvrir la WebSocket.
    async def connect(self):
        await self.accept()
        print("Nouveau client connecté")

    # Une trame arrive de ce navigateur (du texte au format JSON).
    async def receive(self, text_data):
        trame = json.loads(text_data)
        print("Évènement reçu :", trame)

    # La WebSocket de ce navigateur vient de se fermer.
    async def disconnect(self, code):
        print("Client déconnecté !")
