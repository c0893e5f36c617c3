import asyncio

from nsi_site.lifespan import Lifespan


async def test_the_application_hears_the_start_and_has_time_for_its_last_words():
    heard = []

    async def application(scope, receive, send):
        assert scope["type"] == "lifespan"
        heard.append((await receive())["type"])
        await send({"type": "lifespan.startup.complete"})
        heard.append((await receive())["type"])
        await asyncio.sleep(0.01)
        heard.append("last words")

    lifespan = Lifespan(application)
    lifespan.start()
    await lifespan.stop(5)
    assert heard == ["lifespan.startup", "lifespan.shutdown", "last words"]


async def test_an_application_that_does_not_know_it_or_never_ends_holds_nobody_up():
    async def raises(scope, receive, send):
        raise ValueError("an unknown type")

    async def never_ends(scope, receive, send):
        await asyncio.Event().wait()

    for application in (raises, never_ends):
        lifespan = Lifespan(application)
        lifespan.start()
        async with asyncio.timeout(20):
            await lifespan.stop(0.01)


async def test_a_server_that_stops_before_it_has_started_says_nothing():
    await Lifespan(None).stop(5)
