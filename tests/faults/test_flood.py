"""Two processes behind Redis and PostgreSQL, a class that writes 400 messages a second, and all that may go wrong.

Nothing is lost, nothing comes twice, and all have the messages in one order: `flood` sees to that at each end.
"""

import asyncio
import subprocess
import sys
from contextlib import ExitStack
from itertools import pairwise

import psycopg
import pytest

from tests.faults.crowd import eventually, flood
from tests.postgresql import running_postgresql
from tests.redis_server import running_redis
from tests.servers import ROOT, Site, running

SENDERS, READERS = 8, 4
SILENCE = 2  # seconds at most, while processes are restarted in turn; a test allows five times as much
NO_LIMITS = {"CHAT_RATE_PER_SOCKET": 0, "CHAT_RATE_PER_ROOM": 0, "CHAT_SOCKETS_PER_ADDRESS": 0, "LOG_LEVEL": "WARNING"}


class School:
    """Two sites on one PostgreSQL and one Redis."""

    def __init__(self, folder, stack):
        self.postgresql = stack.enter_context(running_postgresql())
        self.redis = stack.enter_context(running_redis(folder))
        shared = {"DATABASE_URL": self.postgresql.address, "REDIS_URL": self.redis.address, "VAR_DIR": folder / "var"}
        self.sites = [Site(folder / name, environment=NO_LIMITS | shared) for name in ("a", "b")]
        self.manage("migrate", "--verbosity", "0")
        for site in self.sites:
            stack.enter_context(running(site))

    def manage(self, *command):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=self.sites[0].environment, check=True)

    def ask(self, query):
        with psycopg.connect(self.postgresql.address) as connection:
            return connection.execute(query).fetchall()

    def stored(self):
        """The messages: {number: id}."""
        return dict(self.ask("SELECT number, client_id FROM chat_message ORDER BY number"))

    def flood(self):
        return flood(self.sites, self.stored, SENDERS, READERS)


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    with ExitStack() as stack:
        yield School(tmp_path_factory.mktemp("school"), stack)


async def more(pupils, count=100):
    """Wait until everybody has received that many messages more."""
    wanted = [len(pupil.numbers) + count for pupil in pupils]
    await eventually(
        lambda: all(len(pupil.numbers) >= many for pupil, many in zip(pupils, wanted, strict=True)),
        lambda: [(many, len(pupil.numbers)) for pupil, many in zip(pupils, wanted, strict=True)],
    )


def redis_is_killed(school):
    school.redis.kill()
    school.redis.start()


def redis_hangs(school):
    with school.redis.frozen():
        busy_for(3)  # longer than anybody waits for it


def redis_s_connections_are_cut(school):
    school.redis.cut()


def postgresql_is_killed(school):
    school.postgresql.stop()
    school.postgresql.start()


def postgresql_hangs(school):
    with school.postgresql.frozen():
        busy_for(4)  # longer than anybody waits for it


def postgresql_s_sessions_are_ended(school):
    school.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename <> ''")


def busy_for(seconds):
    subprocess.run([sys.executable, "-c", f"import time; time.sleep({seconds})"], check=True)


FAULTS = [
    redis_is_killed,
    redis_hangs,
    redis_s_connections_are_cut,
    postgresql_is_killed,
    postgresql_hangs,
    postgresql_s_sessions_are_ended,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
async def test_all_messages_come_once_and_in_one_order_although(fault, school):
    before = [len(site.output) for site in school.sites]
    async with school.flood() as pupils:
        await more(pupils)
        await asyncio.to_thread(fault, school)
        await more(pupils)
    assert not any(pupil.resets for pupil in pupils)
    for site, length in zip(school.sites, before, strict=True):
        assert "Traceback" not in site.output[length:]


async def test_all_messages_come_once_and_in_one_order_although_processes_are_killed_six_times(school):
    async with school.flood() as pupils:
        here, there = school.sites
        for killed in ([here], [there], [here, there], [here, there]):
            await more(pupils)
            for site in killed:
                site.kill()
            await asyncio.gather(*(asyncio.to_thread(site.start) for site in killed))
    assert not any(pupil.resets for pupil in pupils)


# Removes the latest messages again and again, and purges all that were there before.
REMOVE = """
import time
from datetime import timedelta
from django.db.models import F
from chat.announcements import announce_removed
from chat.models import Message
Message.objects.update(sent_at=F("sent_at") - timedelta(days=1000))
for _ in range(20):
    Message.objects.purge()
    latest = Message.objects.order_by("-number").values_list("pk", flat=True)[:10]
    for key, numbers in Message.objects.filter(pk__in=list(latest)).remove(by="prof").items():
        announce_removed(key, numbers)
    time.sleep(0.1)
"""


async def test_messages_are_removed_and_purged_in_the_flood_and_everybody_learns_which(school):
    async with school.flood() as pupils:
        await more(pupils)
        await asyncio.to_thread(school.manage, "shell", "--verbosity=0", "-c", REMOVE)
        await more(pupils)
    removed = {number for (number,) in school.ask("SELECT number FROM chat_message WHERE removed_at IS NOT NULL")}
    assert len(removed) > 50
    await eventually(lambda: all(pupil.removed >= removed for pupil in pupils), lambda: removed)


EMPTY = """
from chat.announcements import announce_reset
from chat.models import Room
room = Room.objects.get(slug="accueil")
room.empty()
announce_reset(room)
"""


async def test_a_room_is_emptied_in_the_flood_and_everybody_begins_anew_once(school):
    async with school.flood() as pupils:
        await more(pupils)
        await asyncio.to_thread(school.manage, "shell", "--verbosity=0", "-c", EMPTY)
        await more(pupils)
    assert {pupil.resets for pupil in pupils} == {1}
    assert {pupil.numbers[0] for pupil in pupils} == {1}


async def test_processes_are_restarted_in_turn_and_the_clock_and_the_count_stay_right(school):
    async with school.flood() as pupils:
        await eventually(
            lambda: all(pupil.presences[-1:] == [len(pupils)] for pupil in pupils), lambda: "not all are in"
        )
        for site in school.sites:
            await more(pupils)
            await asyncio.to_thread(site.stop)
            await asyncio.to_thread(site.start)
        await more(pupils)
        await eventually(lambda: all_are_counted(pupils), lambda: [pupil.presences[-1] for pupil in pupils])
    for pupil in pupils:
        assert max(pupil.presences) == len(pupils)
        assert pupil.durations == sorted(pupil.durations)
        assert max(later - earlier for earlier, later in pairwise(pupil.durations)) <= 5 * SILENCE


def all_are_counted(pupils):
    return all(pupil.presences[-1:] == [len(pupils)] for pupil in pupils)
