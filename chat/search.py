"""Finding words among a million messages by an index of every three letters in a row, on both databases.

It is a table beside the messages, of their names and texts as folded: on SQLite by its extension FTS5, on PostgreSQL by
pg_trgm, which comes with it. `narrowed` asks it. It is filled before a search and by the upkeep: to save a message must
stay cheap. Where there is no such extension the search finds the same, and takes longer.
"""

import time
from contextlib import suppress

from django.db import DatabaseError, connection, connections, transaction

from chat.batches import PAUSE
from chat.folding import fold, folded_sql

SHORTEST = 3  # letters that an index can find
LATEST = 3000  # messages with the longer words of a search, in which shorter ones are looked for; no more are found
PART = 2000  # messages that are indexed in one transaction: others wait to write
LATE = 5000  # numbers that another process may have been given before the last one, and be about to save

NEW_ONES = """
INSERT INTO chat_words(rowid, words) SELECT id, {folded} FROM chat_message
WHERE id > %s AND id NOT IN (SELECT rowid FROM chat_words WHERE rowid > %s) ORDER BY id LIMIT %s
"""
FILL = {
    "sqlite": NEW_ONES.format(folded="FOLD(user_name || ' ' || text)"),
    "postgresql": NEW_ONES.format(folded=folded_sql("user_name || ' ' || text")) + "ON CONFLICT DO NOTHING",
}
ON_SQLITE = """
CREATE VIRTUAL TABLE IF NOT EXISTS chat_words USING fts5(words, tokenize = 'trigram')
--
CREATE TRIGGER IF NOT EXISTS chat_words_update AFTER UPDATE OF user_name, text ON chat_message BEGIN
    UPDATE chat_words SET words = FOLD(new.user_name || ' ' || new.text) WHERE rowid = new.id; END
--
CREATE TRIGGER IF NOT EXISTS chat_words_delete AFTER DELETE ON chat_message BEGIN
    DELETE FROM chat_words WHERE rowid = old.id; END
"""
ON_POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS pg_trgm
--
CREATE TABLE IF NOT EXISTS chat_words (rowid bigint PRIMARY KEY, words text NOT NULL)
--
CREATE OR REPLACE FUNCTION chat_words_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE chat_words SET words = FOLDED WHERE rowid = new.id;
    RETURN NULL; END $$
--
CREATE OR REPLACE FUNCTION chat_words_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM chat_words WHERE rowid = old.id;
    RETURN NULL; END $$
--
CREATE OR REPLACE TRIGGER chat_words_update AFTER UPDATE OF user_name, text ON chat_message
    FOR EACH ROW EXECUTE FUNCTION chat_words_update()
--
CREATE OR REPLACE TRIGGER chat_words_delete AFTER DELETE ON chat_message
    FOR EACH ROW EXECUTE FUNCTION chat_words_delete()
""".replace("FOLDED", folded_sql("new.user_name || ' ' || new.text"))
LETTERS = """
CREATE INDEX IF NOT EXISTS chat_words_letters ON chat_words USING gin (words gin_trgm_ops)
--
ALTER TABLE chat_words ALTER words SET STATISTICS 1000
--
ANALYZE chat_words
"""  # the figures tell how common a word is
TABLE = {"sqlite": ON_SQLITE, "postgresql": ON_POSTGRESQL}
FOUND = """
SELECT rowid FROM (SELECT rowid, words FROM chat_words WHERE {long} ORDER BY rowid DESC LIMIT %s) AS latest
WHERE {short}
"""


def prepare(using, **kwargs):
    """Called after each `migrate`, which on SQLite may make the messages' table anew, without its triggers."""
    database = connections[using]
    if database.vendor in TABLE and "chat_message" in database.introspection.table_names():
        # Not in one transaction: on PostgreSQL the triggers hold up those who write, the rest takes longer.
        with suppress(DatabaseError):  # the extension may be missing
            run(using, TABLE[database.vendor])
            fill(using)
            if database.vendor == "postgresql":  # it is faster to make once the rows are there
                run(using, LETTERS)


def run(using, script):
    with transaction.atomic(using), connections[using].cursor() as cursor:
        for statement in script.split("--"):
            cursor.execute(statement)


def fill(using="default"):
    """Index what was written since the last time."""
    while fill_part(using) == PART:
        time.sleep(PAUSE)


def fill_part(using):
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(rowid), 0) FROM chat_words")
        since = cursor.fetchone()[0] - LATE
        cursor.execute(FILL[connections[using].vendor], [since, since, PART])
        return cursor.rowcount


def has_table():
    return connection.vendor in TABLE and "chat_words" in connection.introspection.table_names()


def catch_up():
    """The same, for whoever can do without."""
    if has_table():
        with suppress(DatabaseError):  # somebody writes: found at the next search
            fill()


def narrowed(messages, term):
    """The messages that can hold the words of `term`, and what is left to be looked for in them."""
    words = [fold(word.strip("\"'")) for word in term.split()]
    if not has_table():
        return messages, term
    catch_up()
    with connection.cursor() as cursor:  # as a list: the plan of a subquery may be to go through all messages
        cursor.execute(*question([word for word in words if word]))
        keys = [row[0] for row in cursor]
    # PostgreSQL takes them for scattered, and would go through all those that are older, to begin with the oldest.
    sent = messages.model.objects.filter(pk__in=keys).values_list("sent_at", flat=True)  # no aggregate: it would, too
    messages = messages.filter(pk__in=keys, sent_at__gte=min(sent)) if sent else messages.none()
    return messages, term if {'"', "'"} & set(term) else ""


def question(words):
    """The SQL that finds words, and its parameters: short ones among the latest that hold the others."""
    long = [word for word in words if len(word) >= SHORTEST]
    short = [like(word) for word in words if len(word) < SHORTEST]
    if connection.vendor == "sqlite" and long:
        quoted = [word.replace('"', '""') for word in long]
        where, parameters = "words MATCH %s", [" AND ".join(f'"{word}"' for word in quoted)]
    else:
        where, parameters = all_of(long), [like(word) for word in long]
    return FOUND.format(long=where, short=all_of(short)), [*parameters, LATEST, *short]


def all_of(words):
    return " AND ".join(["words LIKE %s ESCAPE '\\'"] * len(words)) or "1 = 1"


def like(word):
    return f"%{connection.ops.prep_for_like_query(word)}%"
