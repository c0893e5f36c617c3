import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.urls import set_script_prefix


@pytest.fixture
def mounted():
    """Answer the requests of a site that is mounted there."""
    yield set_script_prefix
    set_script_prefix("/")


@pytest.mark.parametrize(
    ("prefix", "address"),
    [("/", "/static/a.css"), ("/~A/", "/~A/static/a.css"), ("/nsi/~B/", "/nsi/~B/static/a.css")],
)
def test_a_file_is_found_where_the_site_is_mounted(mounted, prefix, address):
    mounted(prefix)
    assert static("a.css") == address


def test_no_request_s_prefix_stays_for_the_next(mounted):
    for prefix in ("/~A/", "/~B/", "/"):
        mounted(prefix)
        assert staticfiles_storage.url("a.css") == f"{prefix}static/a.css"
