"""The files of the steps: the program's in `lesson/steps`, the teacher's own in `var/lecon`."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import resolve, reverse
from django.utils.text import slugify

from lesson import faults
from lesson.faults import Fault, in_file

FOLDER = Path(__file__).parent / "steps"
EXPLANATION = "LISEZMOI.md"
NAME = re.compile(r"[0-9]+-[a-z0-9_-]+", re.IGNORECASE | re.ASCII)
FENCE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
TOML_LINE = re.compile(r"at line (\d+)")


def own_folder():
    return settings.VAR_DIR / "lecon"


def files():
    """One's own and the program's, by name: a file of one's own replaces the program's of the same name."""
    found = {path.name: path for folder in (FOLDER, own_folder()) for path in folder.glob("*.md")}
    found.pop(EXPLANATION, None)
    return sorted(found.values(), key=order)


def order(path):
    number = path.name.partition("-")[0]
    return (int(number) if number.isdecimal() and len(number) < 9 else 0, path.name)


def sort_out(read):
    """What `read(path, changed_at)` makes of each file, and the faults of those that cannot be read.

    An edit shows at the next load of the page: `read` is asked again when a file has changed.
    """
    sound, faulty = {}, []
    for path in files():
        slug = slug_of(path)
        try:
            with in_file(path, slug):
                check_name(path, sound)
                sound[slug] = read(path, path.stat().st_mtime_ns)
        except Fault as fault:
            faults.tell(fault)
            faulty.append(fault)
    return list(sound.values()), faulty


def slug_of(path):
    """The step's name in addresses: the same whether the file is called `17-Filtres.md` or `17-filtres.md`."""
    return slugify(path.stem.partition("-")[2]) or slugify(path.stem)


def check_name(path, others):
    if not NAME.fullmatch(path.stem):
        number = re.match(r"[0-9]*", path.stem)[0] or "17"
        rest = slugify(path.stem[len(re.match(r"[0-9]*", path.stem)[0]) :]) or "ma-page"
        raise Fault(
            "le nom d’une étape est un nombre, un tiret, puis des lettres sans accent ni espace\u00a0: "
            f"renommez ce fichier, par exemple «\u00a0{number}-{rest}.md\u00a0»."
        )
    slug = slug_of(path)
    address = reverse("step", args=[slug])
    if resolve(address).url_name != "step" or slug in others:
        raise Fault(f"l’adresse {address} est déjà prise\u00a0: donnez un autre nom à ce fichier.")


@lru_cache(maxsize=256)
def split(path, _changed_at):
    """The number, the slug, the settings and the text of a file; the text's lines keep their numbers."""
    text = decoded(path.read_bytes())
    marks = list(FENCE.finditer(text))
    if len(marks) < 2 or text[: marks[0].start()].strip():
        raise Fault(
            "les réglages se mettent au début du fichier, entre deux lignes «\u00a0+++\u00a0» "
            "(voyez lesson/steps/LISEZMOI.md).",
            1,
        )
    settings, body = (from_line(text, mark.end()) for mark in marks[:2])
    return order(path)[0], slug_of(path), parsed(settings[: marks[1].start() - len(text)]), body


def from_line(text, place):
    """The text from a place on, after as many empty lines as there are lines before it."""
    return "\n" * text.count("\n", 0, place) + text[place:]


def decoded(data):
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Fault("ce fichier n’est pas en UTF-8\u00a0: enregistrez-le avec cet encodage.", line) from None


def parsed(toml):
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        line = TOML_LINE.search(str(error))
        raise Fault(
            'ce réglage ne se lit pas\u00a0: un texte se met entre guillemets ("…"), une liste entre crochets ([…]).',
            int(line[1]) if line else None,
        ) from None
