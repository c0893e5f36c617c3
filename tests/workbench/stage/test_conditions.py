import pytest

from workbench.stage import conditions, frames, pages, scripts
from workbench.stage.vocabulary import EXCEPTION, SILENT, entries

USED = {entry.when for kind in (EXCEPTION, SILENT) for entry in entries(kind) if entry.when}


@pytest.mark.parametrize("name", sorted(USED))
def test_every_condition_that_words_name_exists(name):
    assert any(hasattr(module, name) for module in (conditions, frames, pages, scripts))
