from workbench.stage import commands
from workbench.stage.envelopes import CONNECTION_TYPES


def test_every_envelope_is_in_the_table():
    assert [kind for kind in CONNECTION_TYPES if f"`{kind}`" not in commands.__doc__] == []
