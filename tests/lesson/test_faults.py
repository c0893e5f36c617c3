import pytest

from lesson import faults
from lesson.faults import Fault, in_file


def test_a_fault_says_file_line_and_sentence(tmp_path):
    with pytest.raises(Fault) as caught, in_file(tmp_path / "03-x.md", "x"):
        raise Fault("une faute.", 7)
    assert str(caught.value) == f"{tmp_path / '03-x.md'}, ligne 7\u00a0: une faute."
    assert caught.value.slug == "x"


def test_what_nobody_foresaw_is_a_fault_too(tmp_path):
    with pytest.raises(Fault, match="KeyError"), in_file(tmp_path / "03-x.md", "x"):
        {}["a"]


def test_the_same_fault_is_told_once_for_each_state_of_the_file(tmp_path, caplog):
    path = tmp_path / "03-x.md"
    path.write_text("", encoding="utf-8")
    fault = Fault("une faute.", 7)
    fault.path = path
    for _ in range(3):
        faults.tell(fault)
    assert len(caplog.messages) == 1
    assert "\n" not in caplog.messages[0]
