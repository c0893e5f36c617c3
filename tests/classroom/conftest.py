import pytest
from django.contrib.auth.models import User


@pytest.fixture
def teacher(client, db):
    """A client, signed in as staff."""
    client.force_login(User.objects.create_user("prof", is_staff=True))
    return client
