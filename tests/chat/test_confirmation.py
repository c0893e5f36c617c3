import pytest

from chat.confirmation import as_confirmed
from chat.models import Room


@pytest.mark.parametrize(("up_to", "rooms"), [("", 0), ("-1", 0), ("x", 0), ("0", 0), ("99999", 1)])
def test_only_what_the_page_showed_is_confirmed(rf, db, up_to, rooms):
    request = rf.post("/", {"up_to": up_to})
    assert as_confirmed(request, Room.objects.all()).count() == rooms
