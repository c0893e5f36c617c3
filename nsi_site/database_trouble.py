"""What may be wrong with the database for a while, in French: for pages, the console and the diagnostic."""

from django.db import InterfaceError, OperationalError

# Words of the driver → what is wrong, and what to do.
CAUSES = {
    "readonly": (
        "Elle est en lecture seule.",
        "Vérifiez les droits du dossier var (clé USB protégée, dossier d’un autre compte), puis relancez le site.",
    ),
    "locked": (
        "Un autre programme la tient.",
        "Fermez ce programme (un éditeur de base de données, par exemple) ou enregistrez ce que vous y avez changé.",
    ),
    "no such table": ("Elle n’est pas à jour.", "Fermez le site et relancez-le par start.py."),
    "son fichier": ("Son fichier n’est plus le même.", "Si cela dure, remettez db.sqlite3 dans le dossier var."),
    "unable to open": ("Elle ne s’ouvre pas.", "Le dossier var existe-t-il ? Avez-vous le droit d’y écrire ?"),
    "get a connection after": (
        "Trop de pages la demandent à la fois.",
        "Si cela dure, augmentez DATABASE_CONNECTIONS, ou le nombre de processus.",
    ),
    "statement timeout": ("Elle a mis trop longtemps à répondre.", "Voyez DATABASE_STATEMENT_SECONDS."),
    "full": ("Le disque est plein.", "Faites de la place, puis réessayez."),
}


def cause(error):
    """(what is wrong, what to do) for the text of an error."""
    for words, told in CAUSES.items():
        if words in error:
            return told
    return f"Elle ne répond pas\u00a0: {error}", "Le serveur de base de données tourne-t-il\u00a0?"


def is_passing(error):
    """Whether the error is the database's state rather than a mistake in the program (a column that is not there)."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    is_of_the_program = "no such column" in str(error) or "syntax error" in str(error)
    return not is_of_the_program


def has_unknown_cause(record):
    """For logging: whether an answer of status 5xx needs its traceback. (The line of the request has its status.)"""
    return bool(record.exc_info) and not is_passing(record.exc_info[1])
