import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from nsi_site import database_page
from nsi_site.database_page import Watch
from tests.servers import wait_until

ADDRESS = "/hello"


@pytest.fixture
def failing(monkeypatch):
    """Returns the function that has `/hello` raise an error; the client gets the answer, not the error."""

    def fail_with(error):
        def view(request):
            raise error

        monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", lambda self, request: view(request))
        return Client(raise_request_exception=False).get(ADDRESS)

    monkeypatch.setattr(database_page, "PAUSE", 0.01)
    return fail_with


def test_a_database_that_another_program_holds_is_told_with_the_cause(failing, monkeypatch, caplog):
    is_well = False
    monkeypatch.setattr(database_page, "is_well", lambda: is_well)
    for _ in range(3):
        answer = failing(OperationalError("database is locked"))
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(database_page.PAUSE))
        assert "Un autre programme la tient." in answer.content.decode()
    is_well = True
    wait_until(lambda: Watch.thread is None, "the watch ends")
    told = [record.getMessage() for record in caplog.records if record.name == "nsi_site.database_page"]
    assert len(told) == 2
    assert "Un autre programme la tient." in told[0]
    assert told[1] == "La base de données est de nouveau disponible."


def test_any_other_error_stays_one(failing):
    assert failing(ZeroDivisionError()).status_code == 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("connection already closed")])
def test_it_is_over_once_something_can_be_written(monkeypatch, error):
    assert database_page.is_well()

    def fail():
        raise error

    monkeypatch.setattr(database_page.data, "write", fail)
    assert not database_page.is_well()
