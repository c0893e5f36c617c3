"""A stage in a child process, and small projects to play on it."""

from dataclasses import dataclass, field

CHAT = """\
import json

from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        {connect}
        await self.accept()

    async def receive(self, text_data):
        {receive}

    async def chat_message(self, event):
        await self.send(text_data=json.dumps(event))

    async def disconnect(self, code):
        {disconnect}
"""
VIEWS = """\
from django.http import HttpResponse
from django.shortcuts import render


def index(request):
    {view}
"""
URLS = """\
import views
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("", views.index, name="accueil")]
websocket_urlpatterns = []
{urls}
"""
SAYS = """
async def check(chat):
    greg = await chat.enter("A", "Greg")
    await greg.says("coucou")
    await greg.receives({"type": "received", "message": "coucou"}, "no_answer")
"""
WORDS = {"no_answer": {"expected": "une réponse", "advice": "répondez"}, "wrong": {"expected": "mieux", "advice": "…"}}


@dataclass
class SmallTask:
    """What `Child.judge` asks of a task."""

    check: str
    words: dict = field(default_factory=lambda: WORDS)
    play: list = field(default_factory=list)

    def for_stage(self):
        return {"slug": "essai", "number": 1, "check": self.check, "mistakes": self.words, "play": self.play}


def chat(receive="pass", connect="pass", disconnect="pass"):
    """A project of one consumer, with these lines in its methods."""
    lines = {"receive": receive, "connect": connect, "disconnect": disconnect}
    return {"consumers.py": CHAT.format(**{name: indented(text) for name, text in lines.items()})}


def site(view="return render(request, 'index.html')", template="<p>Bonjour</p>", urls="", **files):
    """A project of one view and one template."""
    return {
        "views.py": VIEWS.format(view=indented(view, 4)),
        "urls.py": URLS.format(urls=urls),
        "templates/index.html": template,
        **files,
    }


def indented(text, columns=8):
    return text.strip().replace("\n", "\n" + " " * columns)
