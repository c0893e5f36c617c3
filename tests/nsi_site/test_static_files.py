import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.urls import set_script_prefix

from lesson.steps import steps_and_faults
from nsi_site import static_version

DRESS = "site/site.css"
SHOWN = "pages/style.css"


@pytest.fixture
def mounted():
    """Answer the requests of a site that is mounted there."""
    yield set_script_prefix
    set_script_prefix("/")


@pytest.mark.parametrize("prefix", ["/", "/~A/", "/nsi/~B/"])
def test_what_the_lesson_shows_is_found_where_the_site_is_mounted(mounted, prefix):
    mounted(prefix)
    assert static(SHOWN) == f"{prefix}static/{SHOWN}"


@pytest.mark.parametrize(("prefix", "folder"), [("/", ""), ("/~A/", ""), ("/~B/", ""), ("/nsi/~B/", "/nsi")])
def test_what_dresses_the_site_has_one_address_for_all_frames_with_its_version(mounted, prefix, folder):
    mounted(prefix)
    assert static(DRESS) == f"{folder}/static/{static_version.current().mark}/{DRESS}"


@pytest.mark.parametrize("name", ["admin/css/base.css", "django_ace/ace", "site", "none.css"])
def test_what_is_not_a_file_of_the_site_has_no_version(name):
    assert static(name) == f"/static/{name}"


def test_no_request_s_prefix_stays_for_the_next(mounted):
    for prefix in ("/~A/", "/~B/", "/"):
        mounted(prefix)
        assert staticfiles_storage.url(SHOWN) == f"{prefix}static/{SHOWN}"


@pytest.mark.django_db
def test_the_pages_that_the_lesson_shows_are_as_a_pupil_would_write_them(client):
    """But the real chat, which is a page of the site."""
    steps, _faulty = steps_and_faults()
    shown = {frame.address for step in steps for frame in step.frames if "{" not in frame.address}
    assert len(shown) > 5
    for address in shown:
        text = client.get(address).content.decode()
        assert re.search(r"/static/[0-9a-f]{12}/", text) is None, address
