import pytest

from relay.places import inside

SCOPE = {
    "scheme": "http",
    "path": "/chez/greg/~k/a/b",
    "root_path": "/chez/greg/~k",
    "headers": [["accept", "*/*"], ["host", "192.168.1.5:8001"]],
}


@pytest.mark.parametrize(
    "location",
    [
        "page2",
        "../page2",
        "?a=1",
        "#x",
        "",
        "/chez/greg/~k/",
        "/chez/greg/~k",
        "/chez/greg/~k/page2?next=//elsewhere",
        "http://192.168.1.5:8001/chez/greg/~k/page2",
        "//192.168.1.5:8001/chez/greg/~k/page2",
        "/chez/greg/~k/%C3%A9t%C3%A9",
    ],
)
def test_a_redirect_may_stay_in_the_folder(location):
    assert inside(location, SCOPE)


@pytest.mark.parametrize(
    "location",
    [
        "/page2",
        "../../page2",
        "//evil",
        "/\\evil",
        "\\\\evil",
        "http:/\\evil",
        "https://192.168.1.5:8001/chez/greg/~k/",
        "http://192.168.1.5:8000/chez/greg/~k/",
        "http://192.168.1.5:8001@evil/chez/greg/~k/",
        "/chez/greg/~k/../../admin/",
        "/chez/greg/~k/../../../admin/",
        "/chez/greg/~k/%2e%2e/",
        "/chez/greg/~k/%252e%252e/",
        "/chez/greg/~k/..%2f..%2fadmin/",
        "/chez/greg/~k/%5c..%5c",
        "/chez/greg/~k//evil",
        "/chez/greg2/",
        "/chez/greg/~k2/",
        "/chez/greg/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[::1",
        "/chez/greg/~k/\x00",
        "/chez/greg/~k/ x",
        "\t//evil",
        "/chez/greg/~k/\x7f",
    ],
)
def test_a_redirect_may_not_leave_it(location):
    assert not inside(location, SCOPE)
