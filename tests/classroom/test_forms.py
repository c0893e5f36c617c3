import pytest

from classroom.forms import MarkForm, RemarkForm
from classroom.models import HandIn, Seance
from pupils.models import Pupil


@pytest.fixture
def copy(db):
    seance = Seance.objects.create(title="S", steps=["liens"])
    projects = {"p": {"a.py": "1\n2"}}
    return HandIn.objects.create(seance=seance, pupil=Pupil.objects.create(name="Greg"), projects=projects)


@pytest.mark.parametrize(
    ("changed", "is_valid"),
    [({}, True), ({"line": 3}, False), ({"line": 0}, False), ({"path": "b.py"}, False), ({"project": "q"}, False)],
)
def test_a_remark_is_at_a_line_that_is_there(copy, changed, is_valid):
    data = {"project": "p", "path": "a.py", "line": 2, "text": "bien vu"} | changed
    assert RemarkForm(data, hand_in=copy).is_valid() is is_valid


def test_a_mark_may_be_words_and_may_be_missing(copy):
    assert MarkForm({"mark": "très bien", "comment": ""}, instance=copy).is_valid()
    assert MarkForm({"mark": "", "comment": "à reprendre"}, instance=copy).is_valid()


def test_a_mark_leaves_what_was_handed_in_again_meanwhile(copy):
    form = MarkForm({"mark": "14"}, instance=copy)
    HandIn.objects.update(projects={"p": {"a.py": "mieux"}})
    assert form.is_valid()
    form.save()
    copy.refresh_from_db()
    assert (copy.mark, copy.projects) == ("14", {"p": {"a.py": "mieux"}})
