"""Mon chat, à compléter exercice après exercice."""

import json

from channels.generic.websocket import AsyncWebsocketConsumer

GROUPE = "chat"

# L'ensemble des connectés. Commun à tous les clients, donc hors de la classe.
# Compter ses éléments est plus sûr que +1 et -1, qui dérivent au moindre oubli.
presents = set()


# Chaque navigateur connecté a son propre objet ChatConsumer.
class ChatConsumer(AsyncWebsocketConsumer):
    # Le navigateur demande à ouvrir la WebSocket.
    async def connect(self):
        await self.accept()
        # channel_name est l'adresse de cet objet. On l'inscrit dans le groupe.
        await self.channel_layer.group_add(GROUPE, self.channel_name)
        # Une fois inscrit, il reçoit lui aussi le nombre.
        presents.add(self.channel_name)
        await self.annoncer_presence()
        print("Nouveau client connecté")

    # Une trame arrive de ce navigateur (du texte au format JSON).
    async def receive(self, text_data):
        trame = json.loads(text_data)
        print("Évènement reçu :", trame)
        await self.send(text_data=json.dumps({"type": "received", "message": trame["message"]}))
        # On fabrique un nouveau dictionnaire. Celui du navigateur n'est jamais transmis tel quel,
        # car la clé "type" choisit la méthode appelée chez chacun, ici chat_message.
        await self.channel_layer.group_send(
            GROUPE, {"type": "chat.message", "userName": trame["userName"], "message": trame["message"]}
        )

    # Tout le groupe apprend le nouveau nombre.
    async def annoncer_presence(self):
        await self.channel_layer.group_send(GROUPE, {"type": "chat.presence", "nbClients": len(presents)})

    # Un message du groupe arrive. Chaque membre exécute cette méthode pour son navigateur.
    async def chat_message(self, event):
        await self.send(
            text_data=json.dumps({"type": "message", "userName": event["userName"], "message": event["message"]})
        )

    async def chat_presence(self, event):
        await self.send(text_data=json.dumps({"type": "presence", "nbClients": event["nbClients"]}))

    # La WebSocket de ce navigateur vient de se fermer.
    async def disconnect(self, code):
        # Sans cette ligne, le groupe garderait l'adresse d'un absent.
        await self.channel_layer.group_discard(GROUPE, self.channel_name)
        presents.discard(self.channel_name)
        await self.annoncer_presence()
        print("Client déconnecté !")
