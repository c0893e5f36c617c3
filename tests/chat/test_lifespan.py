import asyncio

from chat import bus
from chat.hub import Hub
from nsi_site.asgi import application


async def test_the_hub_is_there_from_the_start_and_says_goodbye_at_the_end():
    events, answers = asyncio.Queue(), asyncio.Queue()
    task = asyncio.create_task(application({"type": "lifespan"}, events.get, answers.put))
    await events.put({"type": "lifespan.startup"})
    assert await answers.get() == {"type": "lifespan.startup.complete"}
    hub = Hub.current()
    said = []
    hub.mailbox.send = lambda group, message, deadline=None: (
        said.append((group, message["leaving"])) or asyncio.sleep(0)
    )
    await events.put({"type": "lifespan.shutdown"})
    assert await answers.get() == {"type": "lifespan.shutdown.complete"}
    assert (bus.CENSUS, True) in said
    await task
    await hub.stop()
