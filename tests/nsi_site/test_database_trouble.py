import logging

import pytest
from django.db import InterfaceError, OperationalError

from nsi_site import database_trouble


def test_what_is_known_is_told_in_french():
    assert database_trouble.cause("database is locked")[0] == "Un autre programme la tient."


def test_whatever_else_happens_is_told_as_it_is():
    assert database_trouble.cause("connection refused")[0] == "Elle ne répond pas\xa0: connection refused"


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (InterfaceError("connection already closed"), True),
        (OperationalError("no such column: t.x"), False),
        (ZeroDivisionError(), False),
        (None, False),
    ],
)
def test_a_mistake_in_the_program_is_not_the_database_s_state(error, passing):
    assert database_trouble.is_passing(error) is passing


@pytest.mark.parametrize(
    ("error", "printed"), [(OperationalError("database is locked"), False), (ValueError("x"), True), (None, False)]
)
def test_only_an_unknown_cause_needs_its_traceback(error, printed):
    exc_info = (type(error), error, None) if error else None
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "x", (), exc_info)
    assert database_trouble.has_unknown_cause(record) is printed
