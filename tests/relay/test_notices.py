import pytest

from relay.notices import with_notice


@pytest.mark.parametrize("start", [b"<!doctype html>", b"\n <!DOCTYPE HTML PUBLIC 'x'>", b""])
def test_the_script_stands_behind_the_doctype_and_before_all_else(start):
    page = with_notice(start + b"<html><head>")
    assert page.startswith(start + b"<script>")
    assert page.endswith(b"</script><html><head>")
    assert page.count(b"</script>") == 1
