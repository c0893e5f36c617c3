from django.urls import reverse


def policy(client):
    return client.get(reverse("playground"))["Content-Security-Policy"]


def test_the_pupils_code_has_no_origin(client):
    assert "sandbox allow-scripts;" in policy(client)
    assert "allow-same-origin" not in policy(client)


def test_the_pupils_code_reaches_nothing_outside(client):
    assert "default-src 'none'" in policy(client)
    assert "connect-src" not in policy(client)
