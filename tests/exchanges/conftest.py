import pytest
from django.core.cache import caches

from exchanges.visitors import signed_id


@pytest.fixture(autouse=True)
def no_journals():
    """Every test starts without a journal."""
    caches["exchanges"].clear()
    signed_id.cache_clear()
