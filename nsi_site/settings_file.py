"""`var/reglages.txt`: what a teacher may change without knowing what an environment variable is."""

import difflib
import os
import re
from pathlib import Path
from typing import NamedTuple

NAME = "reglages.txt"
HEAD = """\
# Les réglages du site, un par ligne : NOM = valeur.
# Une ligne qui commence par # ne compte pas : pour changer un réglage, enlevez le # devant son nom,
# changez la valeur, enregistrez, puis arrêtez le site (Ctrl+C) et relancez-le.
# Une variable d’environnement du même nom passe avant ce fichier.
"""
NUMBER, YES_OR_NO, LEVEL = "un nombre entier", "1 (oui) ou 0 (non)", "INFO ou WARNING"
PATTERNS = {NUMBER: r"\d{1,9}", YES_OR_NO: r"[01]", LEVEL: "INFO|WARNING"}


class Setting(NamedTuple):
    """One that a teacher may want: its usual value and what it is, in French."""

    name: str
    kind: str
    usual: str
    sentence: str


SETTINGS = [
    Setting("CLASS_SIZE", NUMBER, "35", "Combien d’élèves a la classe."),
    Setting("KEEP_DAYS", NUMBER, "365", "Jours sans visite au bout desquels un élève et son travail sont effacés."),
    Setting(
        "SHARED_ADDRESS",
        YES_OR_NO,
        "0",
        "1 si toute la classe arrive par une seule adresse (proxy du lycée, serveur de bureaux) : « Trop de connexions "
        "depuis votre adresse ».",
    ),
    Setting(
        "STAFF_FROM_ANYWHERE",
        YES_OR_NO,
        "0",
        "1 pour que les professeurs se connectent aussi depuis d’autres postes. En http://, leur mot de passe "
        "peut alors être lu sur le réseau.",
    ),
    Setting("CHAT_RATE_PER_SOCKET", NUMBER, "5", "Messages par seconde d’un élève dans le chat ; 0 : sans limite."),
    Setting("CHAT_RATE_PER_ROOM", NUMBER, "30", "Messages par seconde dans un salon ; 0 : sans limite."),
    Setting("CHAT_SOCKETS_PER_ADDRESS", NUMBER, "2800", "WebSockets ouvertes depuis une adresse ; 0 : sans limite."),
    Setting("LOG_LEVEL", LEVEL, "INFO", "WARNING pour une console sans les évènements du chat."),
]


def write_once(folder):
    """Write the file where there is none yet, every setting commented out."""
    path = folder / NAME
    if not path.exists():
        path.write_text(template(), encoding="utf-8")


def template():
    return HEAD + "".join(f"\n# {it.sentence}\n#{it.name} = {it.usual}\n" for it in SETTINGS)


def load(folder):
    """Put what the file says into the environment, where nothing else has spoken.

    SystemExit with a French sentence that names file and line: without its settings the site must not start.
    """
    path = Path(folder) / NAME
    if not path.is_file():
        return
    # Windows' editor may write a mark at the beginning, and an accent in a comment as it likes.
    for number, line in enumerate(path.read_text(encoding="utf-8-sig", errors="replace").splitlines(), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            try:
                name, value = parse(line)
            except ValueError as problem:
                raise SystemExit(f"{path}, ligne {number} : {problem}") from None
            os.environ.setdefault(name, value)


def parse(line):
    """(name, value) of a line. ValueError says in French what is wrong."""
    name, equals, value = (part.strip() for part in line.partition("="))
    if not equals:
        raise ValueError(f"« {line} » n’est pas de la forme NOM = valeur.")
    known = {it.name: it for it in SETTINGS}
    if name not in known:
        near = difflib.get_close_matches(name.upper(), known, 1) or known
        raise ValueError(f"aucun réglage ne s’appelle « {name} ». Peut-être : {', '.join(near)} ?")
    value = value.strip("\"'")
    if not re.fullmatch(PATTERNS[known[name].kind], value):
        raise ValueError(f"{name} doit être {known[name].kind}, pas « {value} ».")
    return name, value
