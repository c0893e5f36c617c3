"""Proves a task: its start fails, right answers pass, each wrong one gets its words, nothing is missing or too long."""

import ast
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from exercises.catalogue import CHALLENGE, LEVELS, NEEDED, TRIES

MOST_NEW_LINES = {"socle": 8, "standard": 15, "approfondissement": 15}
MOST_FILES = {"socle": 2}
START, SOLUTION = "départ", "solution"
ENTRIES = {"right": ("says",), "wrong": ("says", "mistake")}  # of erreurs.toml, and what each must say
NO_CODE = ("#", "{#", "//", "<!--", '"""')


@dataclass
class Problem:
    """Something that whoever wrote the task must mend."""

    file: Path
    line: int
    words: str

    def __str__(self):
        return f"{self.file}:{self.line} : {self.words}"


@dataclass
class Answer:
    """One project for a task, and what must be said of it: a state, for a wrong answer also the mistake's code."""

    says: str  # what it is; START, SOLUTION
    files: dict
    state: str
    code: str = ""
    line: int | None = None  # that the verdict names, if that is to be proved as well
    place: tuple = ()  # (file, line) where it is written

    def is_told_by(self, verdict):
        """Whether this verdict is right; `elsewhere` proves nothing, here."""
        if verdict["state"] == "elsewhere":
            return True
        code = not self.code or verdict["code"] == self.code
        return verdict["state"] == self.state and code and self.line in (None, verdict["line"])


def prove(task, judge, records=None):
    """The problems of one task. `judge(files, task, record)` returns a verdict; `records` are `{says: record}`."""
    if problems := missing_parts(task) or unreadable_parts(task):
        return problems
    try:
        all_answers = answers(task)
    except LookupError as error:
        return [Problem(*error.args)]
    found = [told_wrongly(task, answer, judge, (records or {}).get(answer.says)) for answer in all_answers]
    found = {str(problem): problem for problem in found if problem}  # a broken check says the same of each answer
    return [*found.values(), *unproved_words(task), *too_long(task)]


def told_wrongly(task, answer, judge, record):
    verdict = judge(answer.files, task, record)
    if answer.is_told_by(verdict):
        return None
    if verdict["state"] == "broken":
        return Problem(task.folder / "check.py", 1, verdict["did"])
    wanted = {"passed": "devrait passer", "failed": "devrait échouer"}[answer.state]
    wanted += f" avec les mots de {answer.code}" if answer.code else ""
    advice = OTHER_WORDS.format(answer=answer, verdict=verdict) if answer.code and verdict["code"] else ""
    return Problem(*answer.place, f"« {answer.says} » {wanted} : {tell(verdict)}{advice}")


OTHER_WORDS = '. Si ces mots conviennent : mistake = "{verdict[code]}". Sinon : exact = true dans [words.{answer.code}]'


# --- what is missing -----------------------------------------------------------------------------------------------
def missing_parts(task):
    absent = [Problem(task.folder / name, 1, "il manque") for name in NEEDED if not (task.folder / name).exists()]
    if absent:
        return absent
    statement = task.folder / "enonce.md"
    if len(task.lines) < 3 or not task.lines[0].startswith("# "):
        return [Problem(statement, 1, "la première ligne est « # Titre », la troisième « *socle · 10 minutes* »")]
    try:
        level = task.level
    except AttributeError:
        return [Problem(statement, 3, "il faut « *socle · 10 minutes* »")]
    found = [] if level in LEVELS else [Problem(statement, 3, f"le niveau est {', '.join(LEVELS)}")]
    for part, title in ((task.tries, TRIES), (task.challenge, CHALLENGE)):
        if not part:
            found.append(Problem(statement, len(task.lines), f"il manque la partie « {title} »"))
    if len(task.hints) < 2:
        found.append(Problem(task.folder / "indices.md", 1, "il faut au moins deux indices, séparés par ---"))
    return found


def unreadable_parts(task):
    try:
        functions = [node.name for node in ast.parse(task.read("check.py")).body if hasattr(node, "name")]
        words = task.mistakes["words"]
    except SyntaxError as error:
        words = f"Python ne comprend pas cette ligne ({error.msg})"
        return [Problem(task.folder / "check.py", error.lineno or 1, words)]
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", f"{error}, line 1")[1]
        return [Problem(task.folder / "erreurs.toml", int(line), f"ce n’est pas du TOML ({error})")]
    return [*incomplete_entries(task), *absent_functions(task, words, functions)]


def incomplete_entries(task):
    lines = task.read("erreurs.toml").splitlines()
    for kind, names in ENTRIES.items():
        places = [number for number, line in enumerate(lines, start=1) if line.strip() == f"[[{kind}]]"]
        for place, entry in zip(places, task.mistakes[kind], strict=False):
            for name in names:
                if name not in entry:
                    yield Problem(task.folder / "erreurs.toml", place, f"il manque « {name} = … » sous [[{kind}]]")


def absent_functions(task, words, functions):
    """Those that words with `of` need, to say when they are the right ones."""
    for code, entry in words.items():
        name, of = entry.get("when", code), entry.get("of", ())
        if set([of] if isinstance(of, str) else of) & set(words) and name not in functions:
            line = line_of(task, f"[words.{code}]")
            yield Problem(task.folder / "erreurs.toml", line, f"check.py n’a pas de fonction {name}(case)")


def unproved_words(task):
    proved = {wrong["mistake"] for wrong in task.mistakes["wrong"]}
    for code in task.mistakes["words"]:
        if code not in proved:
            line = line_of(task, f"[words.{code}]")
            yield Problem(task.folder / "erreurs.toml", line, "aucune [[wrong]] ne le montre")


# --- answers -------------------------------------------------------------------------------------------------------
def answers(task):
    """All that is to be tried: start, solution, other right answers, wrong ones (where the task's own folder is).

    Raises LookupError(file, line, words) for a change that cannot be made.
    """
    start = Answer(START, task.start, "failed", place=(task.folder / "check.py", 1))
    solution = Answer(SOLUTION, task.solution, "passed", place=(task.folder / "solution", 1))
    if task.folder != task.place:
        return [start, solution]
    right = [written(task, entry, "passed") for entry in task.mistakes["right"]]
    wrong = [written(task, entry, "failed") for entry in task.mistakes["wrong"]]
    return [start, solution, *right, *wrong]


def written(task, entry, state):
    place = (task.folder / "erreurs.toml", line_of(task, f'says = "{entry["says"]}"'))
    try:
        files = changed(task, entry)
    except LookupError as error:
        raise LookupError(*place, str(error)) from None
    return Answer(entry["says"], files, state, entry.get("mistake", ""), entry.get("line"), place)


def changed(task, entry):
    """The files of an answer: the solution with some texts replaced, in the one file that contains them."""
    files = task.solution | entry.get("files", {})
    for old, new in entry.get("changes", ()):
        names = [name for name, text in files.items() if old in text]
        if len(names) != 1:
            raise LookupError(f"{len(names)} fichiers de la solution contiennent {old!r} : il en faut un")
        files[names[0]] = files[names[0]].replace(old, new)
    return {name: text for name, text in files.items() if name not in entry.get("without", ())}


def line_of(task, text):
    lines = task.read("erreurs.toml").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), 1)


# --- size ----------------------------------------------------------------------------------------------------------
def too_long(task):
    """A solution that asks for more than its level allows: file and line where it begins to."""
    most, new = MOST_NEW_LINES[task.level], new_lines(task)
    if len(new) > most:
        name, line = new[most]
        words = f"{len(new)} lignes nouvelles, pour {most} au plus ({task.level}) : scindez, ou donnez-en dans depart/"
        yield Problem(task.folder / "solution" / name, line, words)
    names = list(dict.fromkeys(name for name, _ in new))
    if len(names) > MOST_FILES.get(task.level, len(names)):
        words = f"{len(names)} fichiers à compléter, pour {MOST_FILES[task.level]} au plus ({task.level})"
        yield Problem(task.folder / "solution" / names[-1], 1, words)


def new_lines(task):
    """`[(file, line)]` of the code that the solution adds to its start: comments and blank lines do not count."""
    found = []
    for name, text in task.changed.items():
        known = set(code_lines(task.start.get(name, "")).values())
        for number, line in code_lines(text).items():
            if line not in known:
                known.add(line)
                found.append((name, number))
    return found


def code_lines(text):
    """`{number: line}`."""
    lines = {number: line.strip() for number, line in enumerate(text.splitlines(), start=1)}
    return {number: line for number, line in lines.items() if line and not line.startswith(NO_CODE)}


def tell(verdict):
    return f"{verdict['state']} {verdict['code']} ({verdict['did']})"
