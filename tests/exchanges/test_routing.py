from channels.routing import URLRouter

from exchanges.routing import websocket_urlpatterns
from tests.exchanges.browsers import Browser


async def test_the_feed_has_its_address():
    socket = await Browser(URLRouter(websocket_urlpatterns), visitor=None).feed()
    await socket.until(lambda: socket.code == 4403)
