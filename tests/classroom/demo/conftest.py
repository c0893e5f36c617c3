"""A real site for the imaginary pupils, in which each has an address of its own."""

import pytest

from tests.servers import running_site


@pytest.fixture(scope="package")
def school(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("school"), CHAT_RATE_PER_SOCKET=0) as site:
        yield site
