import pytest

from classroom.models import Station
from nsi_site import seen
from nsi_site.diagnostic.browsers import browsers, too_old
from nsi_site.diagnostic.finding import CAUTION, OK
from tests.nsi_site.diagnostic.conftest import OPEN

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 (KHTML, like Gecko) Version/{}.1 Safari/605.1"
)
EXPLORER = "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME.format(80), "Chrome 80"),
        (CHROME.format(130), ""),
        (FIREFOX.format(78), "Firefox 78"),
        (FIREFOX.format(115), ""),
        (SAFARI.format(13), "Safari 13"),
        (SAFARI.format(17), ""),
        (EXPLORER, "Internet Explorer"),
        ("curl/8.1", ""),
    ],
)
def test_what_is_too_old(user_agent, name):
    assert too_old(user_agent) == name


@pytest.mark.django_db
def test_a_pc_that_was_tried_and_is_unfit_is_told():
    Station.objects.create(place="10.0.0.8", browser="", web_assembly=False)
    assert "10.0.0.8 (sans WebAssembly)" in browsers(OPEN).what


@pytest.mark.django_db
def test_an_old_browser_that_came_is_told_with_its_address():
    assert browsers(OPEN).level == OK
    seen.note("192.168.1.31", {b"host": b"localhost", b"user-agent": FIREFOX.format(52).encode()})
    found = browsers(OPEN)
    assert found.level == CAUTION
    assert "192.168.1.31 (Firefox 52)" in found.what
