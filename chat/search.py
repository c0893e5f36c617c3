"""Finding words among a million messages: both databases keep an index of every three letters in a row.

PostgreSQL uses its own by itself for `text__folded__contains` (its extension pg_trgm, which comes with it). SQLite has
a table beside the messages (its extension FTS5), which `narrowed` asks first. It is filled before a search and by the
upkeep: to save a message must stay cheap. Where there is no such extension the search finds the same, and takes longer.
"""

from contextlib import suppress

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Max

from chat.folding import fold, folded_sql

SHORTEST = 3  # letters that an index can find
LATEST = 5000  # messages in which shorter words are looked for, and of those with a common word that are found

TABLE = "CREATE VIRTUAL TABLE IF NOT EXISTS chat_words USING fts5(words, tokenize = 'trigram')"
TRIGGERS = [
    """CREATE TRIGGER IF NOT EXISTS chat_words_update AFTER UPDATE OF user_name, text ON chat_message BEGIN
    UPDATE chat_words SET words = FOLD(new.user_name || ' ' || new.text) WHERE rowid = new.id; END""",
    """CREATE TRIGGER IF NOT EXISTS chat_words_delete AFTER DELETE ON chat_message BEGIN
    DELETE FROM chat_words WHERE rowid = old.id; END""",
]
NEW_ONES = """
INSERT INTO chat_words(rowid, words) SELECT id, FOLD(user_name || ' ' || text) FROM chat_message
WHERE id > (SELECT coalesce(max(rowid), 0) FROM chat_words)
"""


def prepare(using, **kwargs):
    """Called after each `migrate`: make the index, unless it is there."""
    database = connections[using]
    make = {"sqlite": on_sqlite, "postgresql": on_postgresql}.get(database.vendor)
    if make and "chat_message" in database.introspection.table_names():
        with suppress(DatabaseError), database.cursor() as cursor:  # the extension may be missing
            make(cursor)


def on_sqlite(cursor):
    """A migration that makes the messages' table anew takes the triggers with it."""
    with transaction.atomic(cursor.db.alias):
        for statement in [TABLE, *TRIGGERS, NEW_ONES]:
            cursor.execute(statement)


def on_postgresql(cursor):
    """Without holding up those who write, which a transaction would not allow."""
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    how = "" if cursor.db.in_atomic_block else "CONCURRENTLY"
    for field in ("user_name", "text"):
        expression = f"({folded_sql(field)}) gin_trgm_ops"
        cursor.execute(f"CREATE INDEX {how} IF NOT EXISTS chat_words_{field} ON chat_message USING gin ({expression})")
    cursor.execute("ANALYZE chat_message")  # without figures about it an index of an expression is not trusted


def has_table():
    return connection.vendor == "sqlite" and "chat_words" in connection.introspection.table_names()


def catch_up():
    """Index what was written since the last time."""
    if has_table():
        with suppress(DatabaseError), connection.cursor() as cursor:  # somebody writes: found at the next search
            cursor.execute(NEW_ONES)


def narrowed(messages, term):
    """Those among which all that holds the words of `term` can be found."""
    words = [fold(word.strip("\"'")) for word in term.split()]
    words = [word.replace('"', '""') for word in words if len(word) >= SHORTEST]
    if not words:
        last = messages.model.objects.aggregate(last=Max("pk"))["last"] or 0
        return messages.filter(pk__gt=last - LATEST)
    if not has_table():
        return messages
    catch_up()
    with connection.cursor() as cursor:  # as a list: the plan of a subquery may be to go through all messages
        found = "SELECT rowid FROM chat_words WHERE words MATCH %s ORDER BY rowid DESC LIMIT %s"
        cursor.execute(found, [" AND ".join(f'"{word}"' for word in words), LATEST])
        return messages.filter(pk__in=[row[0] for row in cursor])
