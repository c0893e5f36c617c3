"""Le chat de la leçon, en entier : ce que fait le serveur."""

import asyncio
import json
import time

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer

# Communs à tous les clients, donc hors de la classe.
nb_clients = {}  # pour chaque salon, le nombre de participants
horloges = {}  # pour chaque salon, la tâche qui donne la durée


# Chaque navigateur connecté a son propre objet ChatConsumer.
class ChatConsumer(AsyncWebsocketConsumer):
    # Le navigateur demande à ouvrir la WebSocket. Le nom du salon est dans l'adresse.
    async def connect(self):
        self.salon = self.scope["url_route"]["kwargs"]["salon"]
        self.groupe = f"chat_{self.salon}"
        await self.accept()
        await self.channel_layer.group_add(self.groupe, self.channel_name)
        nb_clients[self.salon] = nb_clients.get(self.salon, 0) + 1
        # Le premier arrivé lance la tâche. Elle se déroule à côté, personne ne l'attend.
        if self.salon not in horloges:
            horloges[self.salon] = asyncio.create_task(donner_la_duree(self.groupe))
        await self.annoncer_presence()

    # Une trame arrive de ce navigateur (du texte au format JSON).
    async def receive(self, text_data):
        trame = json.loads(text_data)
        # On fabrique un nouveau dictionnaire : sa clé "type" choisit la méthode appelée chez chacun.
        await self.channel_layer.group_send(
            self.groupe, {"type": "chat.message", "userName": trame["userName"], "message": trame["message"]}
        )

    # Tout le salon apprend le nouveau nombre.
    async def annoncer_presence(self):
        nombre = nb_clients.get(self.salon, 0)
        await self.channel_layer.group_send(self.groupe, {"type": "chat.presence", "nbClients": nombre})

    # Un évènement du groupe arrive. Chaque membre exécute la méthode pour son propre navigateur.
    async def chat_message(self, event):
        await self.send(
            text_data=json.dumps({"type": "message", "userName": event["userName"], "message": event["message"]})
        )

    async def chat_presence(self, event):
        await self.send(text_data=json.dumps({"type": "presence", "nbClients": event["nbClients"]}))

    async def chat_elapsed(self, event):
        await self.send(text_data=json.dumps({"type": "elapsed", "timeChat": event["timeChat"]}))

    # La WebSocket de ce navigateur vient de se fermer.
    async def disconnect(self, code):
        nb_clients[self.salon] -= 1
        # Le dernier parti arrête la tâche.
        if nb_clients[self.salon] == 0:
            del nb_clients[self.salon]
            horloges.pop(self.salon).cancel()
        await self.channel_layer.group_discard(self.groupe, self.channel_name)
        await self.annoncer_presence()


# Chaque seconde, envoyer au groupe la durée du chat. asyncio.sleep rend la main aux autres pendant l'attente.
async def donner_la_duree(groupe):
    debut = time.monotonic()
    while True:
        duree = int(time.monotonic() - debut)
        await get_channel_layer().group_send(groupe, {"type": "chat.elapsed", "timeChat": duree})
        await asyncio.sleep(1)
