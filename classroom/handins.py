"""Work that is handed in: a copy of what the site keeps of a pupil, to be read, marked and given back."""

import csv
import io
import zipfile

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify

from classroom.models import HandIn, Seance
from classroom.progress import parsed
from pupils.models import Note, Version
from workbench.archive import check_name

FORMULA = ("=", "+", "-", "@", "\t", "\r")
LISEZMOI = """Les travaux rendus : un dossier par élève, et rendus.csv.

Lancer le manage.py d'un élève exécute le programme de cet élève sur votre PC.
Ouvrez plutôt son projet dans l'atelier du site (« Mon serveur », « Ouvrir un projet ») : il y tourne enfermé.
"""


def hand_in(seance, pupil):
    """Copy all that the pupil wrote for this séance; the next copy takes its place, what was marked stays marked."""
    notes = {note.key: parsed(note.value) or {} for note in Note.objects.filter(pupil=pupil)}
    written = notes.get("lesson.written", {})
    passed = [slug for slug, how in notes.get("lesson.exercises", {}).items() if how and slug in seance.exercises]
    copy = {
        "answers": {step: texts for step, texts in written.items() if step in seance.steps},
        "projects": projects(pupil, seance),
        "passed": passed,
        "at": timezone.now(),
    }
    return HandIn.objects.update_or_create(seance=seance, pupil=pupil, defaults=copy)[0]


def projects(pupil, seance):
    """{project: {path: text}}: the pupil's own server, and the séance's exercises, each as it was left."""
    wanted = {"mon-serveur", *(f"exercice-{slug}" for slug in seance.exercises)}
    latest = {}
    for version in Version.objects.filter(pupil=pupil, project__in=wanted).order_by("pk"):
        latest[version.project] = version.files
    return latest


def packed(seance):
    """The bytes of a zip with all that was handed in, and its table. Every path is of the server's making."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZMOI.txt", LISEZMOI)
        archive.writestr("rendus.csv", "\ufeff" + table(seance))
        for copy in seance.hand_ins.select_related("pupil"):
            folder = f"{slugify(copy.pupil.name) or 'eleve'}-{copy.pupil_id}"
            archive.writestr(f"{folder}/reponses.txt", answers_as_text(copy))
            for project, files in copy.projects.items():
                for path, text in files.items():
                    if is_harmless(path):
                        archive.writestr(f"{folder}/{slugify(project)}/{path}", text)
    return content.getvalue()


def is_harmless(path):
    """The workbench's own rule for the names in a zip."""
    try:
        check_name(path)
    except ValidationError:
        return False
    return True


def answers_as_text(copy):
    lines = []
    for step, places in copy.answers.items():
        for place, text in places.items() if isinstance(places, dict) else ():
            lines += [f"[{step}, {place}]", str(text), ""]
    return "\n".join(lines)


def table(seance):
    """A CSV text: who handed in, when, with what mark; who did not."""
    rows = [["Élève", "Rendu le", "Exercices réussis (déclarés)", "Note", "Appréciation"]]
    for copy in seance.hand_ins.select_related("pupil"):
        at = timezone.localtime(copy.at).strftime("%d/%m/%Y %H:%M")
        rows.append([copy.pupil.name, at, f"{len(copy.passed)} sur {len(seance.exercises)}", copy.mark, copy.comment])
    return as_csv(rows)


def as_csv(rows):
    """For a spreadsheet, which must not take a text for a formula."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([[neutral(cell) for cell in row] for row in rows])
    return text.getvalue()


def neutral(cell):
    cell = str(cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def open_seance(pupil):
    """The séance of the day if this pupil may hand in now, else None."""
    seance = Seance.objects.current()
    return seance if seance and pupil and seance.takes(pupil) else None
