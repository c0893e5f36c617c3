import socket
from datetime import timedelta

from django.utils import timezone

from chat.models import Message, Room
from classroom import traffic
from pupils.models import Pupil


def test_who_wrote_most_in_the_last_hour_comes_first(db):
    Pupil.objects.create(name="Greg", address="10.0.0.9")
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    said = [("10.0.0.8", "court", 0), ("10.0.0.9", "x" * 500, 0), ("10.0.0.7", "x" * 900, 2)]
    for number, (address, text, hours) in enumerate(said, 1):
        at = timezone.now() - timedelta(hours=hours)
        Message.objects.create(room=room, number=number, client_id=f"{number}", text=text, address=address, sent_at=at)
    rows = [row for row in traffic.worst() if row["messages"]]
    assert [(row["address"], row["names"], row["characters"]) for row in rows] == [
        ("10.0.0.9", "Greg", 500),
        ("10.0.0.8", "", 5),
    ]


def test_open_connections_are_counted_by_address(db):
    before = traffic.open_connections()["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert traffic.open_connections()["127.0.0.1"] == before + 2  # both ends are ours here
            assert any(row["address"] == "127.0.0.1" for row in traffic.worst())
