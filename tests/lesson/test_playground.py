from django.urls import reverse


def policy(client):
    return client.get(reverse("playground"))["Content-Security-Policy"]


def test_the_pupils_code_has_no_origin(client):
    assert "sandbox allow-scripts;" in policy(client)
    assert "allow-same-origin" not in policy(client)


def test_the_pupils_code_reaches_nothing_outside(client):
    assert "default-src 'none'" in policy(client)
    assert "connect-src" not in policy(client)


def test_other_pages_keep_their_own_policy(client):
    assert "unsafe-inline" not in client.get("/hello")["Content-Security-Policy"]
