import pytest

from nsi_site import scheme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def behind_tls(settings):
    """As HTTPS=1 sets it."""
    first, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [first, "nsi_site.scheme.require_scheme", *others]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True


def test_a_proxy_that_says_nothing_is_named_instead_of_a_redirect_without_end(behind_tls, client, caplog):
    for _ in range(3):
        answer = client.get("/hello")
        assert answer.status_code == 500
        assert "X-Forwarded-Proto" in answer.content.decode()
    assert [record.name for record in caplog.records].count(scheme.__name__) == 1


def test_one_that_does_is_served_and_plain_http_is_led_to_https(behind_tls, client):
    assert client.get("/hello", headers={"X-Forwarded-Proto": "https"}).status_code == 200
    answer = client.get("/hello", headers={"X-Forwarded-Proto": "http"})
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://localhost/hello")


def test_the_health_is_told_to_whoever_asks_a_process_itself(behind_tls, client):
    assert client.get("/sante").status_code == 200
