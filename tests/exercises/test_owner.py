import pytest

from exercises.owner import is_owner, owns, owns_socket


@pytest.mark.parametrize("client", ["127.0.0.1", "::1", "127.0.0.2"])
def test_the_machine_itself_is_the_owners(client):
    assert is_owner(client, "192.168.1.5", set())


def test_the_machine_by_its_own_address_on_the_network_is_the_owners():
    assert is_owner("192.168.1.5", "192.168.1.5", set())


def test_a_neighbour_is_not_the_owner():
    assert not is_owner("192.168.1.6", "192.168.1.5", set())
    assert not is_owner("", "192.168.1.5", set())


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via", "x-real-ip"])
def test_behind_a_proxy_nobody_is_the_owner(header):
    assert not is_owner("127.0.0.1", "127.0.0.1", {header, "host"})


def test_requests_and_sockets_are_judged_alike(rf):
    assert owns(rf.get("/", REMOTE_ADDR="127.0.0.1"))
    assert not owns(rf.get("/", REMOTE_ADDR="10.0.0.7", SERVER_NAME="10.0.0.1"))
    assert not owns(rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "10.0.0.7"}))
    assert owns_socket({"client": ["127.0.0.1", 5], "server": ["127.0.0.1", 8000], "headers": []})
    assert not owns_socket({"client": ["10.0.0.7", 5], "server": ["10.0.0.1", 80], "headers": []})
    assert not owns_socket({"client": ["127.0.0.1", 5], "server": None, "headers": [(b"x-forwarded-for", b"10.0.0.7")]})


def test_the_client_of_a_unix_socket_is_not_the_owner():
    assert not owns_socket({"client": None, "server": None, "headers": []})
