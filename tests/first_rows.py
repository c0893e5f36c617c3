"""The rows that a migrated database has before anybody uses it: a test that commits leaves these behind it.

Django's own `flush` empties all tables and then makes them anew, permission by permission, which takes ten times longer
than most tests.
"""

from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

from chat.apps import open_first_room


def put_back_after_each_test():
    """Remember the rows that the database has now; return how to give Django its own way back."""
    rows, before = read(), TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda test_case: put_back(rows)
    return lambda: setattr(TransactionTestCase, "_fixture_teardown", before)


def read():
    """{table: its rows}, of those that have some, but for the first room: each test has a new one."""
    names = [name for name in connection.introspection.django_table_names(only_existing=True) if name != "chat_room"]
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"SELECT * FROM {quoted(name)}").fetchall() for name in names}
    return {name: rows for name, rows in found.items() if rows}


def put_back(rows):
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for name, found in rows.items():
            values = ", ".join(["%s"] * len(found[0]))
            cursor.executemany(f"INSERT INTO {quoted(name)} VALUES ({values})", found)
    open_first_room(connection.alias)


def quoted(name):
    return connection.ops.quote_name(name)
