import pytest

from tests.redis_server import running_redis


@pytest.fixture
def redis(tmp_path):
    """The address of a Redis of its own."""
    with running_redis(tmp_path) as server:
        yield server.address
