from pupils.models import Pupil
from relay.live import live
from tests.relay.tabs import Wire, servers_of


def open_list():
    wire = Wire(live, {"type": "websocket", "path": "/ws/chez", "headers": []})
    wire.inbox.put_nowait({"type": "websocket.connect"})
    return wire


async def test_the_list_tells_who_runs_and_who_visits(tab, nathalie, open_tab, on_site):
    reader = open_list()
    await reader.until(lambda: reader.of("websocket.send"))
    assert servers_of(reader) == [{"slug": "greg", "name": "Greg", "visitors": [], "unnamed": 0}]
    await nathalie.get()
    await reader.until(lambda: servers_of(reader)[0]["unnamed"] == 1)
    alice = await open_tab(await on_site(Pupil.objects.create)(name="Alice"))
    await reader.until(lambda: [server["name"] for server in servers_of(reader)] == ["Alice", "Greg"])
    await alice.close()
    await reader.until(lambda: len(servers_of(reader)) == 1)
    await reader.leave("websocket.disconnect", code=1000)
    assert reader.task.done()
