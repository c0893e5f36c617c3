import asyncio

import pytest

from exchanges import visitors
from nsi_site import quotas
from nsi_site.doors import ConnectionDoor, FrameRates, RequestDoor, SocketDoor


class TestSockets:
    """The middleware alone, around an application that stays until it is told to leave."""

    def setup_method(self):
        self.leave = asyncio.Event()
        self.entered = 0
        self.app = SocketDoor(self.stay)

    async def stay(self, scope, receive, send):
        self.entered += 1
        await self.leave.wait()

    async def arrive(self, address, kind="websocket", cookie="", path="/ws/chat/"):
        sent = []

        async def receive():
            return {"type": "websocket.connect"}

        async def send(message):
            sent.append(message)

        scope = {"type": kind, "path": path, "client": [address, 1], "headers": [(b"cookie", cookie.encode())]}
        task = asyncio.create_task(self.app(scope, receive, send))
        await asyncio.sleep(0)
        return task, sent

    async def test_one_more_than_allowed_is_accepted_and_closed(self, settings):
        settings.CHAT_SOCKETS_PER_ADDRESS = 2
        tasks = [await self.arrive("10.0.0.1") for _ in range(3)]
        others = await self.arrive("10.0.0.2")
        assert self.entered == 3
        assert [message.get("code") for message in tasks[2][1]] == [None, 4429]
        assert others[1] == []
        self.leave.set()
        await asyncio.gather(others[0], *(task for task, _ in tasks))
        assert self.app.open.total == self.app.unnamed.total == 0

    async def test_a_school_behind_one_address_is_counted_browser_by_browser(self):
        cookies = [f"{visitors.COOKIE}={visitors.signer().sign(f'{n:016x}')}" for n in range(100)]
        for cookie in cookies:
            for _ in range(4):
                await self.arrive("10.0.0.1", cookie=cookie)
        assert self.entered == 400 > quotas.SOCKETS_UNNAMED.address
        for _ in range(20):
            await self.arrive("10.0.0.1", cookie=cookies[0])
        assert (await self.arrive("10.0.0.1", cookie=cookies[0]))[1][-1]["code"] == 4429
        assert (await self.arrive("10.0.0.1", cookie=cookies[1]))[1] == []

    async def test_tunnels_have_a_quota_of_their_own(self):
        for _ in range(quotas.TUNNELS.address):
            await self.arrive("10.0.0.1", path=quotas.TUNNEL)
        assert self.entered == quotas.TUNNELS.address
        assert (await self.arrive("10.0.0.1", path=quotas.TUNNEL))[1][-1]["code"] == 4429
        assert (await self.arrive("10.0.0.1"))[1] == []

    async def test_without_the_cookie_an_address_has_what_a_class_needs(self):
        for _ in range(quotas.SOCKETS_UNNAMED.address):
            await self.arrive("10.0.0.1", cookie=f"{visitors.COOKIE}=forged:x")
        assert (await self.arrive("10.0.0.1"))[1][-1]["code"] == 4429

    async def test_who_leaves_makes_room(self, settings):
        settings.CHAT_SOCKETS_PER_ADDRESS = 1
        task, _ = await self.arrive("10.0.0.1")
        task.cancel()
        await asyncio.wait([task])
        assert (await self.arrive("10.0.0.1"))[1] == []

    async def test_pages_are_not_counted_and_zero_lifts_the_limit(self, settings):
        settings.CHAT_SOCKETS_PER_ADDRESS = 1
        for _ in range(3):
            await self.arrive("10.0.0.1", "http")
        settings.CHAT_SOCKETS_PER_ADDRESS = 0
        for _ in range(3):
            await self.arrive("10.0.0.1")
        assert self.entered == 6

    async def test_this_pc_has_no_limit_of_its_own(self, settings):
        settings.CHAT_SOCKETS_PER_ADDRESS = 1
        for _ in range(3):
            await self.arrive("127.0.0.1")
        assert self.entered == 3


class Transport:
    def __init__(self, host):
        self.host = host

    def getPeer(self):  # noqa: N802
        return self


class TestConnections:
    @pytest.fixture(autouse=True)
    def limits(self, monkeypatch):
        monkeypatch.setattr("nsi_site.descriptors.most_connections", lambda: 10)

    def fill(self, door, host, number):
        transports = [Transport(host) for _ in range(number)]
        for transport in transports:
            door.enter(transport, transport.getPeer().host)
        return transports

    def test_an_address_never_holds_more_than_half(self):
        door = ConnectionDoor()
        self.fill(door, "10.0.0.1", 5)
        assert not door.opens("10.0.0.1")
        assert door.opens("10.0.0.2")
        assert not door.is_full()

    def test_who_leaves_makes_room_once(self):
        door = ConnectionDoor()
        first, *_ = self.fill(door, "10.0.0.1", 5)
        door.leave(first)
        door.leave(first)
        assert door.opens("10.0.0.1")
        assert door.holders.total == 4

    def test_all_together_never_hold_more_than_the_system_bears(self):
        door = ConnectionDoor()
        for number in range(10):
            self.fill(door, f"10.0.0.{number}", 1)
        assert door.is_full()
        assert not door.opens("10.0.0.99")

    def test_many_pcs_may_share_an_address(self, settings):
        settings.SHARED_ADDRESS = True
        door = ConnectionDoor()
        self.fill(door, "10.0.0.1", 9)
        assert door.opens("10.0.0.1")


class TestRequests:
    """The middleware alone, around an application that stays until it is told to leave."""

    def setup_method(self):
        self.leave = asyncio.Event()
        self.inside = []
        self.door = RequestDoor(self.stay)

    async def stay(self, scope, receive, send):
        self.inside.append(scope["client"][0])
        await self.leave.wait()

    async def ask(self, address, number, **scope):
        """Start `number` requests; return their tasks and what they were answered."""
        sent = []

        async def send(message):
            sent.append(message)

        scope = {"method": "GET", "path": "/", "client": [address, 1]} | scope
        tasks = [asyncio.create_task(self.door(scope, None, send)) for _ in range(number)]
        await asyncio.sleep(0.01)
        return tasks, sent

    async def test_the_seventh_of_an_address_waits_and_others_do_not(self):
        tasks, _ = await self.ask("10.0.0.1", 100)
        others, _ = await self.ask("10.0.0.2", 1)
        assert self.inside.count("10.0.0.1") == quotas.REQUESTS.address
        assert self.inside.count("10.0.0.2") == 1
        self.leave.set()
        await asyncio.gather(*tasks, *others)
        assert len(self.inside) == 101
        assert not self.door.requests.gates

    async def test_many_pcs_may_share_an_address(self, settings):
        settings.SHARED_ADDRESS = True
        await self.ask("10.0.0.1", 50)
        assert len(self.inside) == 50

    async def test_the_site_says_how_it_is_while_all_its_pages_hang(self):
        for number in range(10):
            await self.ask(f"10.0.0.{number}", quotas.REQUESTS.address)
        assert len(self.inside) == quotas.REQUESTS.everybody
        await self.ask("10.0.1.1", 1)
        assert "10.0.1.1" not in self.inside
        await self.ask("127.0.0.1", 1, path="/sante")
        assert "127.0.0.1" in self.inside

    async def test_passwords_are_checked_two_at_a_time_and_the_thirteenth_is_told_to_come_back(self):
        login = {"method": "POST", "path": "/admin/login/"}
        tasks, sent = await self.ask("10.0.0.1", 40, **login)
        assert len(self.inside) == quotas.PASSWORDS.everybody
        assert sum(message.get("status") == 503 for message in sent) == 40 - quotas.PASSWORDS_WAITING.everybody
        assert (await self.ask("10.0.0.1", 1))[1] == []
        assert len(self.inside) == 3  # pages go on
        self.leave.set()
        await asyncio.gather(*tasks)


def test_the_sockets_of_an_address_share_one_number_of_frames():
    rates = FrameRates()
    first = rates.bucket("10.0.0.1")
    assert rates.bucket("10.0.0.1") is first
    assert rates.bucket("10.0.0.2") is not first
    del first
    assert "10.0.0.1" not in rates.buckets
