from tests.stage import SAYS

SYNC = """
import json

from asgiref.sync import async_to_sync
from channels.generic.websocket import WebsocketConsumer


class ChatConsumer(WebsocketConsumer):
    def connect(self):
        async_to_sync(self.channel_layer.group_add)("tous", self.channel_name)
        self.accept()

    def receive(self, text_data):
        trame = json.loads(text_data)
        async_to_sync(self.channel_layer.group_send)("tous", {"type": "tous", "message": trame["message"]})

    def tous(self, event):
        self.send(text_data=json.dumps({"type": "received", "message": event["message"]}))

    def disconnect(self, code):
        async_to_sync(self.channel_layer.group_discard)("tous", self.channel_name)
"""


def test_a_synchronous_consumer_plays_without_a_thread(judge):
    assert judge({"consumers.py": SYNC}, SAYS)["state"] == "passed"


def test_async_to_sync_of_a_call_is_explained(judge):
    wrong = SYNC.replace('group_add)("tous", self.channel_name)', 'group_add("tous", self.channel_name))()')
    assert judge({"consumers.py": wrong}, SAYS)["code"] == "await_on_sync"
