import pytest


@pytest.mark.parametrize("path", ["/ws/chat/accueil", "/ws/", "/ws/nowhere"])
def test_a_socket_s_address_typed_like_a_page_s_is_explained(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Upgrade"]) == (426, "websocket")
    assert "Cette adresse attend une WebSocket" in answer.content.decode()


def test_a_proxy_that_cuts_the_handshake_down_is_named(client, caplog):
    answer = client.get("/ws/chat/accueil", headers={"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="})
    assert answer.status_code == 426
    assert "un proxy" in answer.content.decode()
    assert "enlève l’en-tête Upgrade" in caplog.messages[0]


def test_only_the_head_may_be_asked(client):
    assert client.head("/ws/chat/accueil").status_code == 426
