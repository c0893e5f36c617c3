import pytest

from nsi_site.diagnostic.report import CHECKS

pytestmark = pytest.mark.django_db(transaction=True)  # else the test itself holds the database


def test_the_page_shows_every_check_to_staff(admin_client):
    text = admin_client.get("/classe/diagnostic").content.decode()
    assert text.count('class="card ') == len(CHECKS)
    assert "Elle se lit et s’écrit." in text


def test_nobody_else_learns_anything_of_this_pc(client):
    assert client.get("/classe/diagnostic").status_code == 302
