"""Checks a pupil's file: the exercises in order, up to the first that fails."""

import asyncio
from dataclasses import dataclass

from exercises.diagnosis import Verdict, explain, explain_start
from exercises.process import PupilServer
from exercises.scene import Failure, Scene

TIME_LIMIT = 30  # seconds for one check
SLOW_CODES = {"missing", "never_accepted", "never_left"}


@dataclass
class Outcome:
    """`done` exercises passed; `verdict` says why the next one, `failed`, does not (None: all passed)."""

    done: int
    failed: object = None
    verdict: Verdict | None = None


async def run_checks(file, exercises, on_pass=lambda exercise: None):
    """Check the exercises in order. One server serves as long as all goes well."""
    server = PupilServer(file)
    fresh = True
    try:
        await start(server)
        for done, exercise in enumerate(exercises):
            verdict = await run_check(exercise, server)
            if verdict and not fresh:
                # What earlier checks left behind in its variables must not be the reason.
                await stop(server)
                server = PupilServer(file)
                await start(server)
                verdict = await run_check(exercise, server)
            if verdict:
                return Outcome(done, exercise, verdict)
            fresh = False
            on_pass(exercise)
        return Outcome(len(exercises))
    finally:
        await stop(server)


async def start(server):
    server.start()
    await asyncio.to_thread(server.wait_until_started)


async def stop(server):
    await asyncio.to_thread(server.stop)


async def run_check(exercise, server):
    """The verdict on one exercise, None when it is passed."""
    if not server.started:
        return explain_start(server)
    scene = Scene(server)
    try:
        async with asyncio.timeout(TIME_LIMIT):
            await exercise.check(scene)
    except Failure as failure:
        if failure.code in SLOW_CODES:
            await where_it_waits(scene)
        return explain(failure, scene)
    except TimeoutError:
        failure = Failure(
            "too_slow",
            f"La vérification dure depuis {TIME_LIMIT} secondes.",
            "Le serveur répond à chaque trame sans tarder.",
            "Cherchez ce qui ralentit votre serveur : une attente, ou des trames envoyées sans fin.",
        )
        return explain(failure, scene)
    finally:
        await scene.close()
    return None


async def where_it_waits(scene):
    scene.server.ask_where_it_waits()
    try:
        await scene.until(lambda: scene.find_events("waiting"), patience=1)
    except Failure:
        return  # the server has just died: `explain` will see it
