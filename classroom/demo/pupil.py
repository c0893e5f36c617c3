"""One imaginary pupil: takes a name, reads, answers, writes, gets stuck, talks."""

import asyncio
import contextlib
import json
import random
import re
import secrets
import time

from websockets.exceptions import WebSocketException

from classroom.demo.browser import LOST, Refused

FRAMES = re.compile(r'<iframe src="(/~[ABC]/[^"]*)"')
FOUND, AGAIN = "found", "again"
TALK = ["coucou", "ça marche chez toi ?", "j’en suis au formulaire", "le 3 est facile", "c’est quoi un en-tête ?", "GG"]
SENTENCES = [
    "Le client demande, le serveur répond.",
    "Avec GET les valeurs se voient dans l’adresse, avec POST elles sont dans le corps.",
    "Parce que le navigateur garde le cookie et le renvoie à chaque fois.",
    "je sais pas",
]
HAND_IN = 'action="/eleve/rendre"'
INSULT = "Nathan est trop nul, personne ne veut de lui"
ROOM = "/ws/chat/accueil"


class Pupil:
    """`skill` from 0 to 1: how often an answer or a program is right. `pace`: seconds between two acts."""

    def __init__(self, name, browser, lesson, work, skill, pace, seed):
        self.name, self.browser, self.lesson, self.work = name, browser, lesson, work
        self.skill, self.pace = skill, pace
        self.chance = random.Random(seed)  # noqa: S311 - the same class each time
        self.progress = {"last": None, "steps": {}}
        self.written, self.passed, self.attempts = {}, {}, {}
        self.chat = None
        self.has_web_assembly = True

    # --- arriving ----------------------------------------------------------------------------------------
    async def arrive(self):
        """Come in by the home page, take a name, have the PC tried. Raises Refused."""
        await self.browser.get("/")
        await self.browser.get("/lecon/")
        await self.browser.post("/eleve/nom", {"pseudonyme": self.name})
        await self.try_pc()

    async def try_pc(self):
        sound = dict.fromkeys(("modules", "sockets", "cookies", "storage"), True)
        speed, seconds = self.chance.uniform(6, 11), self.chance.uniform(8, 20)
        told = {"web_assembly": self.has_web_assembly, "speed": speed, "time": time.time()}
        told |= {"engine": seconds} if self.has_web_assembly else {}
        await self.browser.get("/poste")
        await self.browser.post_json("/poste", sound | told)

    async def catch_up(self, most):
        """Have read the first steps before, as after an hour; so the desk has something to show at once."""
        for step in self.lesson[: self.chance.randint(1, most)]:
            self.read(step)
            self.answer(step)
        await self.keep(("progress", self.progress), ("written", self.written))

    # --- living ------------------------------------------------------------------------------------------
    async def live(self):
        """Work until cancelled. What the site refuses (a pupil may be muted, blocked, erased) is no reason to stop."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.stay("/ws/page"))
            group.create_task(self.stay(ROOM))
            group.create_task(self.work_on())

    async def stay(self, path):
        """Keep a page open: its socket is answered, and comes back."""
        while True:
            with contextlib.suppress(*LOST):
                async with self.browser.socket(path) as socket:
                    self.chat = socket if path == ROOM else self.chat
                    async for _ in socket:
                        pass
            await asyncio.sleep(5 + self.pace)

    async def work_on(self):
        acts = [*[self.next_step] * 5, *[self.write] * 5, self.talk, self.hand_in]
        while True:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.pace)
            with contextlib.suppress(Refused, *LOST):
                await self.chance.choice(acts)()

    # --- reading -----------------------------------------------------------------------------------------
    async def next_step(self):
        """Open the step that comes next, with what its frames show, and answer its questions."""
        step = self.lesson[min(len(self.progress["steps"]), len(self.lesson) - 1)]
        page = await self.browser.get(step.url)
        for frame in FRAMES.findall(page):
            await self.browser.get(frame)
        self.read(step)
        await self.be_at(step.url, step.title)
        await asyncio.sleep(self.pace / 2)
        self.answer(step)
        await self.keep(("progress", self.progress), ("written", self.written))

    def read(self, step):
        self.progress["last"] = step.slug
        self.progress["steps"].setdefault(step.slug, {})

    def answer(self, step):
        """All questions of a step: by choices, and in words."""
        for activity in [*step.predictions, *step.activities]:
            number = str(activity.number)
            if activity.choices:
                is_found = self.chance.random() < self.skill
                self.progress["steps"][step.slug][number] = FOUND if is_found else AGAIN
            elif activity.written:
                self.written.setdefault(step.slug, {})[number] = self.chance.choice(SENTENCES)

    async def be_at(self, path, title):
        await self.keep(("here", {"title": title, "path": path}), ("progress", self.progress))

    # --- writing -----------------------------------------------------------------------------------------
    async def write(self):
        """Hand the next task's program to the check: now a mistake, now the solution."""
        remaining = [tries for slug, tries in self.work.items() if slug not in self.passed and tries]
        if not remaining:
            return
        right, *wrong = remaining[0]
        attempt = self.chance.choice(wrong) if wrong and self.chance.random() > self.skill else right
        task = attempt.task
        self.attempts[task.slug] = self.attempts.get(task.slug, 0) + 1
        await self.be_at(task.address, task.title)
        version = {"files": attempt.files, "reason": "Exercice réussi" if attempt.is_right else ""}
        await self.browser.post_json(f"/eleve/projets/exercice-{task.key}", version)
        await self.declare(task, attempt)

    async def declare(self, task, attempt):
        if attempt.is_right:
            self.passed[task.slug] = True
            await self.keep(("exercises", self.passed))
            return
        said = {"slug": task.slug, "title": task.title, "tries": self.attempts[task.slug]}
        said |= {"code": attempt.verdict["code"], "did": attempt.verdict["did"][:300]}
        since = {"slug": task.slug, "code": attempt.verdict["code"]}
        await self.keep(("stuck", said), *([("since", since)] if said["tries"] == 1 else []))

    async def keep(self, *notes):
        """Keep notes at the site, as the pages do."""
        await self.browser.post_json("/eleve/notes", {f"lesson.{key}": json.dumps(value) for key, value in notes})

    async def hand_in(self):
        """When something is written, and the lesson's page has the button for it."""
        if self.passed and HAND_IN in await self.browser.get("/lecon/"):
            await self.browser.post("/eleve/rendre", {})

    # --- talking -----------------------------------------------------------------------------------------
    async def talk(self):
        await self.say(self.chance.choice(TALK))

    async def say(self, text):
        """One message in the room; whether its socket was open for it."""
        frame = {"type": "message", "id": secrets.token_hex(8), "userName": self.name, "message": text}
        if self.chat is None:
            return False
        try:
            await self.chat.send(json.dumps(frame))
        except WebSocketException:
            return False
        return True
