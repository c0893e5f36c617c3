"""Mon chat, à compléter exercice après exercice."""

import asyncio
import hashlib
import json
import time
from collections import deque

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer

# Pour chaque salon, l'ensemble des connectés. Commun à tous les clients, donc hors de la classe.
# Compter les éléments d'un ensemble est plus sûr que +1 et -1, qui dérivent au moindre oubli.
presents = {}

# Pour chaque salon, ses derniers messages. Une deque de longueur 10 oublie d'elle-même le plus ancien.
historiques = {}

# Pour chaque couple (salon, nom), l'adresse de l'objet ChatConsumer qui a parlé sous ce nom.
# Le salon fait partie de la clé, car deux salons peuvent avoir chacun leur Nathalie.
adresses = {}

# Pour chaque salon ouvert, la tâche qui donne l'heure. Une par salon, et non une par client.
horloges = {}

LONGUEUR_MAX = 200


# Le dictionnaire d'une trame, ou None si elle n'est pas faite comme il faut.
def lire(text_data):
    try:
        trame = json.loads(text_data)
    except ValueError:
        return None
    # Du JSON peut aussi être une liste ou un nombre, et une clé peut manquer.
    cles = {"rooms": [], "message": ["userName", "message"]}
    if not isinstance(trame, dict) or not isinstance(trame.get("type"), str) or trame["type"] not in cles:
        return None
    return trame if all(isinstance(trame.get(cle), str) for cle in cles[trame["type"]]) else None


# Une tâche se déroule à côté des ChatConsumer. Entre deux tops, asyncio.sleep rend la main au serveur.
# time.sleep, lui, arrêterait tout le monde.
async def donner_l_heure(groupe):
    debut = time.monotonic()
    while True:
        await asyncio.sleep(1)
        duree = int(time.monotonic() - debut)
        await get_channel_layer().group_send(groupe, {"type": "chat.elapsed", "timeChat": duree})


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
        # Le premier arrivé lance l'horloge. Sans await, qui attendrait la fin d'une boucle sans fin.
        if self.salon not in horloges:
            horloges[self.salon] = asyncio.create_task(donner_l_heure(self.groupe))
        await self.annoncer_presence()
        print("Nouveau client connecté dans", self.salon)

    # Une trame arrive de ce navigateur (du texte au format JSON).
    async def receive(self, text_data):
        # N'importe quel programme peut écrire n'importe quoi. Sans ce test, l'exception déconnecterait l'expéditeur.
        trame = lire(text_data)
        if trame is None:
            await self.refuser("Cette trame est incompréhensible.")
            return
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
        adresses[self.salon, trame["userName"]] = self.channel_name
        if trame["message"].startswith("/msg "):
            await self.envoyer_en_prive(trame)
            return
        # Après les refus, pour ne retenir que ce qui a vraiment été diffusé.
        message = {"userName": trame["userName"], "message": trame["message"]}
        historiques.setdefault(self.salon, deque(maxlen=10)).append(message)
        await self.channel_layer.group_send(self.groupe, {"type": "chat.message", **message})

    # "/msg Nathalie on se voit ?" se coupe en trois, le reste du message garde ses espaces.
    async def envoyer_en_prive(self, trame):
        morceaux = trame["message"].split(" ", 2)
        if len(morceaux) < 3:
            await self.refuser("Écrivez /msg, un nom, puis le message.")
            return
        nom, message = morceaux[1:]
        if (self.salon, nom) not in adresses:
            await self.refuser(f"{nom} n'est pas dans ce salon.")
            return
        # send, et non group_send, écrit à un seul objet ChatConsumer, par son adresse.
        await self.channel_layer.send(
            adresses[self.salon, nom], {"type": "chat.private", "userName": trame["userName"], "message": message}
        )

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

    async def chat_elapsed(self, event):
        await self.send(text_data=json.dumps({"type": "elapsed", "timeChat": event["timeChat"]}))

    # La WebSocket de ce navigateur vient de se fermer.
    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.groupe, self.channel_name)
        await self.channel_layer.group_send(self.groupe, {"type": "chat.departure"})
        presents[self.salon].discard(self.channel_name)
        # Un salon où il n'y a plus personne n'est plus ouvert.
        if not presents[self.salon]:
            del presents[self.salon]
            # Le dernier parti arrête l'horloge. Le prochain repartira de zéro.
            horloges.pop(self.salon).cancel()
        await self.annoncer_presence()
        # Les noms de ce client ne mènent plus nulle part. list() car on modifie le dictionnaire parcouru.
        for cle in list(adresses):
            if adresses[cle] == self.channel_name:
                del adresses[cle]
        print("Client déconnecté de", self.salon)
