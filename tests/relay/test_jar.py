import pytest

from relay.jar import Jar, Jars


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def jar(clock):
    return Jar(clock)


def test_a_cookie_comes_back_without_its_attributes(jar):
    jar.keep(b"sessionid=abc:def; Path=/; HttpOnly; SameSite=Lax; Domain=evil")
    jar.keep(b"csrftoken=XYZ")
    assert jar.header() == b"sessionid=abc:def; csrftoken=XYZ"


@pytest.mark.parametrize(
    "header",
    [
        b"a",
        b"",
        b"=sessionid=x",
        b"sessionid\t=x",
        b"\x0bsessionid=x",
        b"__Host-a=1",
        b"a b=1",
        b'a="x"',
        b"a=x,b=y",
        b"a=x\\y",
        b"a=\xe9",
        b"a=x y",
        b"a=" + b"x" * 257,
        b"a" * 33 + b"=1",
    ],
)
def test_what_is_no_plain_cookie_is_dropped(jar, header):
    jar.keep(header)
    assert jar.header() == b""


def test_five_cookies_are_kept_over_all_answers(jar):
    for number in range(200):
        jar.keep(b"c%d=1" % number)
    assert jar.header() == b"c0=1; c1=1; c2=1; c3=1; c4=1"
    jar.keep(b"c0=2")
    jar.keep(b"c1=; Max-Age=0")
    jar.keep(b"c2=; expires=Thu, 01 Jan 1970 00:00:00 GMT")
    jar.keep(b"new=1")
    assert jar.header() == b"c0=2; c3=1; c4=1; new=1"


def test_a_cookie_ends_after_its_age_and_after_an_hour_at_most(jar, clock):
    jar.keep(b"short=1; Max-Age=10")
    jar.keep(b"long=1; Max-Age=999999999999")
    jar.keep(b"odd=1; Expires=soon; Max-Age=x")
    clock.now = 11
    assert jar.header() == b"long=1; odd=1"
    clock.now = 3601
    assert jar.header() == b""


def test_each_visitor_has_a_jar_and_many_visitors_have_not_too_many(clock):
    jars = Jars(clock)
    jars.of(1).keep(b"a=1")
    assert jars.of(1).header() == b"a=1"
    assert jars.of(2).header() == b""
    for visitor in range(10, 600):
        jars.of(visitor)
    assert jars.of(1).header() == b""
    assert len(jars.jars) == 500


def test_a_jar_that_was_not_used_for_an_hour_is_forgotten(clock):
    jars = Jars(clock)
    jars.of(1).keep(b"a=1; Max-Age=3600")
    clock.now = 3700
    assert jars.of(1).header() == b""
