"""Proves a task: its start fails, right answers pass, each wrong one gets its words, nothing is missing."""

from dataclasses import dataclass
from pathlib import Path

from exercises.catalogue import LEVELS, NEEDED

MOST_NEW_LINES = {"socle": 8, "standard": 15, "approfondissement": 15}


@dataclass
class Problem:
    """Something that whoever wrote the task must mend."""

    file: Path
    line: int
    words: str

    def __str__(self):
        return f"{self.file}:{self.line} : {self.words}"


def prove(task, judge):
    """The problems of one task. `judge(files, task)` returns a verdict, as JSON."""
    if missing := missing_parts(task):
        return missing
    return [
        *prove_start(task, judge),
        *prove_variants(task, judge),
        *prove_mistakes(task, judge),
        *unproved_words(task),
    ]


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
    if not task.tries:
        found.append(Problem(statement, len(task.lines), "il manque la liste « ## Ce qui sera essayé »"))
    if len(task.hints) < 2:
        found.append(Problem(task.folder / "indices.md", 1, "il faut au moins deux indices, séparés par ---"))
    return found


def prove_start(task, judge):
    start, solution = judge(task.start, task), judge(task.solution, task)
    if task.play:  # only a browser can see what a script does
        return []
    if start["state"] != "failed":
        yield Problem(task.folder / "check.py", 1, f"le départ devrait échouer : {tell(start)}")
    if solution["state"] != "passed":
        yield Problem(task.folder / "solution", 1, f"la solution devrait passer : {tell(solution)}")


def prove_variants(task, judge):
    """Whoever writes the task otherwise than we do is right as well."""
    for right in task.mistakes["right"]:
        verdict = judge(answer(task, right), task)
        if verdict["state"] != "passed":
            line = line_of(task, f'says = "{right["says"]}"')
            yield Problem(task.folder / "erreurs.toml", line, f"cette réponse juste devrait passer : {tell(verdict)}")


def prove_mistakes(task, judge):
    for number, wrong in enumerate(task.mistakes["wrong"]):
        line = line_of(task, f'says = "{wrong["says"]}"')
        file = task.folder / "erreurs.toml"
        try:
            files = wrong_answer(task, number)
        except LookupError as error:
            yield Problem(file, line, str(error))
            continue
        verdict = judge(files, task) if "record" not in wrong else judge(files, task, wrong["record"])
        if verdict["code"] != wrong["mistake"] or wrong.get("line", verdict["line"]) != verdict["line"]:
            yield Problem(file, line, f"attendu {wrong['mistake']}, reçu {tell(verdict)}")


def wrong_answer(task, number):
    return answer(task, task.mistakes["wrong"][number])


def answer(task, entry):
    """The files of an answer: the solution with some texts replaced, in the one file that contains them."""
    files = task.solution | entry.get("files", {})
    for old, new in entry.get("changes", ()):
        names = [name for name, text in files.items() if old in text]
        if len(names) != 1:
            raise LookupError(f"{len(names)} fichiers de la solution contiennent {old!r} : il en faut un")
        files[names[0]] = files[names[0]].replace(old, new)
    return {name: text for name, text in files.items() if name not in entry.get("without", ())}


def unproved_words(task):
    proved = {wrong["mistake"] for wrong in task.mistakes["wrong"]}
    for code in task.mistakes["words"]:
        if code not in proved:
            yield Problem(
                task.folder / "erreurs.toml", line_of(task, f"[words.{code}]"), "aucune [[wrong]] ne le montre"
            )


def line_of(task, text):
    lines = task.read("erreurs.toml").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), 1)


def new_lines(task):
    """How many lines of code the solution adds to its start: comments and blank lines do not count."""
    return sum(len(code_lines(task.solution[name]) - code_lines(task.start.get(name, ""))) for name in task.changed)


def code_lines(text):
    lines = [line.strip() for line in text.splitlines()]
    return {line for line in lines if line and not line.startswith(("#", "{#", "//", "<!--", '"""'))}


def tell(verdict):
    return f"{verdict['state']} {verdict['code']} ({verdict['did']})"
