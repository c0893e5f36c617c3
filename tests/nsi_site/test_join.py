import pytest

from nsi_site import network
from nsi_site.join import Listening
from nsi_site.seen import Seen

ADDRESSES = ["192.168.1.20", "10.0.0.5"]


@pytest.fixture(autouse=True)
def cards(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(network, "lan_addresses", lambda: ADDRESSES)
    monkeypatch.setattr(network, "computer_names", lambda: ["pc-prof", "pc-prof.local"])


def join(client, host="127.0.0.1:8000"):
    return client.get("/rejoindre", headers={"host": host})


def test_the_likeliest_address_comes_first_with_the_port_in_use(client):
    context = join(client, "localhost:8123").context
    assert context["url"] == "http://192.168.1.20:8123/"
    assert [other["url"] for other in context["others"]] == ["http://10.0.0.5:8123/"]


def test_the_address_by_which_the_page_was_reached_is_better_than_a_guess(client):
    context = join(client, "10.0.0.5:8000").context
    assert context["url"] == "http://10.0.0.5:8000/"
    assert [other["url"] for other in context["others"]] == ["http://192.168.1.20:8000/"]


def test_the_address_that_pupils_used_last_comes_first(client, monkeypatch):
    monkeypatch.setattr(Seen, "last_host", "10.0.0.5")
    assert join(client, "localhost:8000").context["url"] == "http://10.0.0.5:8000/"
    monkeypatch.setattr(Seen, "last_host", "10.99.0.1")  # of a card that is gone
    assert join(client, "localhost:8000").context["url"] == "http://192.168.1.20:8000/"


def test_each_address_has_a_code(client):
    assert join(client).content.decode().count("data:image/svg+xml") == 2


def test_a_site_that_listens_on_this_pc_alone_promises_the_class_nothing(client, monkeypatch):
    monkeypatch.setattr(Listening, "address", "127.0.0.1")
    text = join(client).content.decode()
    assert "Pour ce PC seulement" in text
    assert "http://192.168.1.20" not in text


def test_behind_a_proxy_its_name_alone_counts(client):
    context = join(client, "nsi.lycee.example").context
    assert (context["url"], context["others"]) == ("http://nsi.lycee.example/", [])


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "pc-prof:8000"])
def test_the_teacher_is_warned_of_an_address_that_works_nowhere_else(client, host):
    assert "Pour vous seul" in join(client, host).content.decode()


def test_pupils_are_not_warned(client):
    assert "Pour vous seul" not in join(client, "192.168.1.20:8000").content.decode()


def test_the_code_is_drawn_in_the_page(client):
    response = join(client)
    assert response.context["qr_code"].startswith("data:image/svg+xml")
    assert 'alt="Code QR de l’adresse http://192.168.1.20:8000/"' in response.content.decode()


def test_without_a_network_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(network, "lan_addresses", list)
    assert "Aucun réseau" in join(client).content.decode()


def test_only_the_head_may_be_asked(client):
    assert client.head("/rejoindre", headers={"host": "localhost"}).status_code == 200
