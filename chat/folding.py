"""When two titles are the same, and what a search finds: case, accents and ligatures do not count."""

import unicodedata

from django.db.models import CharField, TextField, Transform

LONGEST = 200  # characters of a folded title: a single sign may stand for many
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"}
MARKS = "[\u0300-\u036f]"


def fold(text):
    """« L’ÉLÈVE  au Cœur » gives "l'eleve au coeur"."""
    if text.isascii():
        letters = text.casefold()
    else:
        for one, several in LIGATURES.items():
            text = text.replace(one, several)
        letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        letters = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return " ".join(letters.split())


def fold_title(title):
    """The form of a title that is unique."""
    return fold(title)[:LONGEST]


class Folded(Transform):
    """`title__folded__contains`: both sides are compared folded. PostgreSQL does it by itself, for Latin letters."""

    lookup_name = "folded"
    bilateral = True
    function = "FOLD"

    def as_postgresql(self, compiler, connection):
        sql, params = compiler.compile(self.lhs)
        return folded_sql(sql), params


def folded_sql(sql):
    """The same as PostgreSQL says it. Without parameters: the query must read like the index that it is to use."""
    for one, several in LIGATURES.items():
        literal = several.replace("'", "''")
        sql = f"replace({sql}, '{one}', '{literal}')"
    return f"lower(regexp_replace(normalize({sql}, NFKD), '{MARKS}', '', 'g'))"


def teach_sqlite(connection, **kwargs):
    """Called for each new connection: SQLite alone knows the case of ASCII letters only."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("FOLD", 1, fold, deterministic=True)


CharField.register_lookup(Folded)
TextField.register_lookup(Folded)
