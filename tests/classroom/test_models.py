from datetime import timedelta

from django.utils import timezone

from classroom.models import Block, Screen


def test_without_an_order_pages_show_nothing(db):
    assert Screen.objects.current().frame == {"type": "screen", "kind": "", "text": "", "events": []}


def test_a_block_ends_by_itself_and_may_be_renewed(db):
    Block.objects.block("10.0.0.9", "prof")
    assert Block.objects.now().count() == 1
    Block.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not Block.objects.now().exists()
    Block.objects.block("10.0.0.9", "autre")
    assert Block.objects.now().get().by == "autre"
