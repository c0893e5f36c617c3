import pytest

from chat.people import THIS_PC, Person
from exchanges import visitors
from pupils.identity import Who
from tests.chat.clients import cookie_of


def scope(client="10.0.0.1", server="10.0.0.9", headers=(), **more):
    return {"client": [client, 50000], "server": [server, 8000], "headers": list(headers), **more}


@pytest.mark.parametrize(
    ("client", "server"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("192.168.1.5", "192.168.1.5"),
        ("::1", "::1"),
        ("::ffff:127.0.0.1", "::ffff:192.168.1.5"),
    ],
)
def test_this_pc_is_one_whichever_of_its_addresses_it_uses(client, server):
    assert Person.of(scope(client, server)) == Person(THIS_PC[0])
    assert Person.of(scope("192.168.1.6", server)) == Person("192.168.1.6")


def test_a_socket_is_known_by_its_claim_and_its_cookie():
    person = Person.of(scope(headers=[cookie_of("a")], pupil=Who(claim=7)))
    assert person == Person("10.0.0.1", 7, "a")


def test_a_request_is_known_in_the_same_way(rf):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1")
    request.pupil = Who(claim=7)
    request.COOKIES[visitors.COOKIE] = visitors.signer().sign("a")
    assert Person.asking(request) == Person("10.0.0.1", 7, "a")


def test_the_same_claim_browser_or_address_is_the_same_person(settings):
    greg = Person("10.0.0.1", 7, "a")
    assert greg.is_same(Person("10.0.0.2", 7))
    assert greg.is_same(Person("10.0.0.2", visitor="a"))
    assert greg.is_same(Person("10.0.0.1", 8, "b"))
    assert not greg.is_same(Person("10.0.0.2", 8, "b"))
    assert not Person("10.0.0.1").is_same(Person("10.0.0.2"))
    settings.SHARED_ADDRESS = True
    assert not greg.is_same(Person("10.0.0.1", 8, "b"))
    assert Person("10.0.0.1").is_same(Person("10.0.0.1"))


def test_behind_a_shared_address_the_claim_counts_then_the_browser(settings):
    assert Person("10.0.0.1", 7, "a").holder == "10.0.0.1"
    settings.SHARED_ADDRESS = True
    assert [Person("10.0.0.1", 7, "a").holder, Person("10.0.0.1", None, "a").holder, Person("10.0.0.1").holder] == [
        *(7, "a", "10.0.0.1")
    ]
