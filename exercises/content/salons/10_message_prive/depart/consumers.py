"""Mon chat, à compléter exercice après exercice."""

import hashlib
import json
from collections import deque

from channels.generic.websocket import AsyncWebsocketConsumer

# Pour chaque salon, l'ensemble des connectés. Commun à tous les clients, donc hors de la classe.
# Compter les éléments d'un ensemble est plus sûr que +1 et -1, qui dérivent au moindre oubli.
presents = {}

# Pour chaque salon, ses derniers messages. Une deque de longueur 10 oublie d'elle-même le plus ancien.
historiques = {}

# Pour chaque couple (salon, nom), l'adresse de l'objet ChatConsumer qui a parlé sous ce nom.
# Le salon fait partie de la clé, car deux salons peuvent avoir chacun leur Nathalie.
adresses = {}

LONGUEUR_MAX = 200


# Chaque navigateur connecté a son propre objet ChatConsumer.
class ChatConsumer(AsyncWebsocketConsumer):
    # Le navigateur demande à ouvrir la WebSocket.
    async def connect(self):
        self.salon = self.scope["url_route"]["kwargs"]["salon"]
        # Un nom de groupe n'admet que des lettres sans accent, des chiffres et - _ . (moins de 100 caractères).
        # sha256 résume les octets du nom en 64 chiffres hexadécimaux, si bien que
        # "élèves" et "eleves" ont deux groupes distincts. Le vrai nom reste dans self.salon.
        self.groupe = "chat_" + hashlib.sha256(self.salon.encode("utf-8")).hexdigest()
        await self.accept()
        await self.channel_layer.group_send(self.groupe, {"type": "chat.arrival"})
        await self.channel_layer.group_add(self.groupe, self.channel_name)
        # À lui seul, en une trame. list() car le JSON ne connaît pas les deques.
        messages = list(historiques.get(self.salon, ()))
        await self.send(text_data=json.dumps({"type": "history", "messages": messages}))
        presents.setdefault(self.salon, set()).add(self.channel_name)
        await self.annoncer_presence()
        print("Nouveau client connecté dans", self.salon)

    # Une trame arrive de ce navigateur (du texte au format JSON).
    async def receive(self, text_data):
        trame = json.loads(text_data)
        print("Évènement reçu :", trame)
        # Cette trame n'a pas de clé "message", on y répond donc avant de la lire.
        if trame["type"] == "rooms":
            await self.send(text_data=json.dumps({"type": "rooms", "rooms": sorted(presents)}))
            return
        # On vérifie côté serveur, car rien n'oblige un client à passer par notre page.
        # strip() retire les espaces du début et de la fin. Il ne reste rien d'un message d'espaces.
        if trame["message"].strip() == "":
            await self.refuser("Le message est vide.")
            return
        if len(trame["message"]) > LONGUEUR_MAX:
            await self.refuser(f"Le message dépasse {LONGUEUR_MAX} caractères.")
            return
        await self.send(text_data=json.dumps({"type": "received", "message": trame["message"]}))
        # Après les refus, pour ne retenir que ce qui a vraiment été diffusé.
        message = {"userName": trame["userName"], "message": trame["message"]}
        historiques.setdefault(self.salon, deque(maxlen=10)).append(message)
        await self.channel_layer.group_send(self.groupe, {"type": "chat.message", **message})

    # Seul l'expéditeur apprend pourquoi, et sa WebSocket reste ouverte.
    async def refuser(self, raison):
        await self.send(text_data=json.dumps({"type": "error", "detail": raison}))

    # Tout le salon apprend le nouveau nombre, y compris celui qui vient d'arriver.
    async def annoncer_presence(self):
        # get, car le dernier parti vient de retirer le salon du dictionnaire.
        nombre = len(presents.get(self.salon, ()))
        await self.channel_layer.group_send(self.groupe, {"type": "chat.presence", "nbClients": nombre})

    # Les évènements du groupe, une méthode chacun.
    async def chat_message(self, event):
        await self.send(
            text_data=json.dumps({"type": "message", "userName": event["userName"], "message": event["message"]})
        )

    async def chat_private(self, event):
        await self.send(
            text_data=json.dumps({"type": "private", "userName": event["userName"], "message": event["message"]})
        )

    async def chat_arrival(self, event):
        await self.send(text_data=json.dumps({"type": "arrival"}))

    async def chat_departure(self, event):
        await self.send(text_data=json.dumps({"type": "departure"}))

    async def chat_presence(self, event):
        await self.send(text_data=json.dumps({"type": "presence", "nbClients": event["nbClients"]}))

    # La WebSocket de ce navigateur vient de se fermer.
    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.groupe, self.channel_name)
        await self.channel_layer.group_send(self.groupe, {"type": "chat.departure"})
        presents[self.salon].discard(self.channel_name)
        # Un salon où il n'y a plus personne n'est plus ouvert.
        if not presents[self.salon]:
            del presents[self.salon]
        await self.annoncer_presence()
        print("Client déconnecté de", self.salon)
