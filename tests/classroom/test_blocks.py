from classroom import blocks
from classroom.models import Block


def test_an_address_is_blocked_for_a_while_unless_the_class_shares_it(db, settings):
    assert blocks.blocked() == set()
    Block.objects.block("10.0.0.9", "prof")
    assert blocks.blocked() == {"10.0.0.9"}
    settings.SHARED_ADDRESS = True
    assert blocks.blocked() == set()
