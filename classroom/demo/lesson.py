"""A class for as long as one likes: up to 35 pupils, one insult, two open servers, and a teacher who lets them in."""

import asyncio
import contextlib
import re

from classroom.demo.browser import HERE, LOST, Browser, Refused
from classroom.demo.open_server import OpenServer
from classroom.demo.pupil import INSULT, Pupil
from classroom.demo.work import attempts
from lesson.steps import every_step

NAMES = [
    *("Alice", "Bilal", "Chloé", "Dylan", "Emma", "Fatou", "Gaël", "Hugo", "Inès", "Jules"),
    *("Kenza", "Léo", "Manon", "Nathan", "Océane", "Paul", "Quentin", "Rania", "Sacha", "Tiago"),
    *("Ulysse", "Valentine", "Wassim", "Xavier", "Yasmine", "Zoé", "Anouk", "Boris", "Camille", "Diego"),
    *("Élias", "Fanny", "Gabin", "Hélène", "Ismaël"),
]
RUDE = "Dylan"
LATER = 6  # paces until then: the teacher has found the desk
UNFIT = {"Léo", "Zoé"}  # whose browsers know no WebAssembly
OPEN = {"Alice": "lien", "Hugo": "variable"}  # whose server is open, and the exercise whose solution it is
TITLE, STEPS = "Un serveur et ses pages", 6  # of the séance
SEANCE = re.compile(r"/classe/seances/\d+")
ARRIVALS = 0.3  # paces between two pupils who come in
CAUGHT_UP = 8  # steps that the quickest have read before


class Lesson:
    """The class at the site on `port`; `addresses`: one for each pupil, as many as there are pupils."""

    def __init__(self, port, addresses, password, pace=10):
        self.port, self.password, self.pace = port, password, pace
        work, steps = attempts(), every_step()
        self.work = work
        self.pupils = [
            Pupil(name, Browser(port, address), steps, work, skill(rank), pace, seed=rank)
            for rank, (name, address) in enumerate(zip(NAMES, addresses, strict=False))
        ]

    async def run(self):
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for pupil in self.pupils:
                group.create_task(self.take_part(pupil))
                await asyncio.sleep(ARRIVALS * self.pace)

    async def prepare(self):
        """What the teacher does at the beginning, by the teacher's own pages: « Chez », and a séance to hand in."""
        teacher = Browser(self.port, HERE)
        await teacher.get("/admin/login/")
        fields = {"username": "prof", "password": self.password, "next": "/chez/"}
        await teacher.post("/admin/login/", fields)
        await teacher.get("/chez/")  # who signs in gets new forms
        await teacher.post("/chez/", {"order": "open"})
        steps, tasks = every_step()[:STEPS], list(self.work)
        content = [("steps", step.slug) for step in steps] + [("exercises", slug) for slug in tasks]
        await teacher.post("/classe/seances", [("title", TITLE), *content])
        page = SEANCE.search(await teacher.get("/classe/seances"))[0]
        await teacher.post(page, {"is_open": "on"})

    async def take_part(self, pupil):
        pupil.has_web_assembly = pupil.name not in UNFIT
        with contextlib.suppress(Refused, *LOST):  # the name is taken: the demonstration was started a second time
            await pupil.arrive()
        with contextlib.suppress(Refused, *LOST):
            await pupil.catch_up(CAUGHT_UP)
        async with asyncio.TaskGroup() as group:
            group.create_task(pupil.live())
            if pupil.name == RUDE:
                group.create_task(self.be_rude(pupil))
            if pupil.name in OPEN:
                group.create_task(self.serve(pupil))

    async def be_rude(self, pupil):
        await asyncio.sleep(LATER * self.pace)
        while not await pupil.say(INSULT):
            await asyncio.sleep(self.pace / 10)

    async def serve(self, pupil):
        """Come back when the teacher lets the pupil: closing a server is part of the tour."""
        right = self.work[OPEN[pupil.name]][0]
        while True:
            with contextlib.suppress(*LOST):
                await OpenServer(pupil.browser, right.files).run()
            await asyncio.sleep(self.pace)


def skill(rank):
    """From the one who finds nearly everything to the one who finds little."""
    return 0.95 - 0.6 * (rank * 11 % len(NAMES)) / len(NAMES)
