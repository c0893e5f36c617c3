from asgiref.sync import sync_to_async

from classroom import presence


async def test_a_page_that_beats_is_here_with_the_visitor_whose_exchanges_it_shows():
    await presence.beat(1, "visitor")
    await presence.beat(2, None)
    assert await sync_to_async(presence.here)([1, 2, 3]) == {1: "visitor", 2: ""}
