"""From a failure, and from what was told meanwhile, to a verdict: the likely cause first, whatever was looked at."""

from workbench.stage import conditions, frames, pages, scripts
from workbench.stage.arrows import write_frame
from workbench.stage.verdict import Verdict
from workbench.stage.vocabulary import EXCEPTION, SILENT, SYNTAX, entries, fill, stage_words

NO_CONSUMER = ("'ChatConsumer' from 'consumers'", "module 'consumers' has no attribute 'ChatConsumer'")
LONGEST = 240  # characters of a frame in a sentence
SYNTAX_ERRORS = ("SyntaxError", "IndentationError", "TabError")
ONE_AT_A_TIME = "Le serveur sert tous les clients à tour de rôle : aucune ligne ne doit le retenir."
OTHER_SYNTAX = (
    "Python ne comprend pas cette ligne. L’erreur se trouve parfois à la fin de la précédente : parenthèse, guillemet, "
    "virgule ou « : » oublié."
)
OTHER_EXCEPTION = "Lisez la ligne indiquée, et la valeur de ses variables à ce moment."


def explain(failure, scene, task):
    """The verdict on a failed check; `task` has the `words` of its erreurs.toml and the conditions of its check.py."""
    verdict = find_cause(failure, scene, task)
    verdict.printed = list(scene.watch.printed)
    verdict.expected_arrows, verdict.seen_arrows = scene.expected, scene.seen
    return verdict


def find_cause(failure, scene, task):
    for kind, explain_event in (("stuck", explain_stuck), ("exception", explain_exception), ("blocked", explain_stuck)):
        for event in scene.find_events(kind):
            return refine(explain_event(event, scene), event, scene, task)
    for event in scene.find_events("never_awaited"):
        return explain_silent("never_awaited", event, scene)
    return explain_failure(failure, scene, task)


def explain_failure(failure, scene, task):
    case = failure.case
    exact = task.words.get(failure.code, {}).get("exact")  # the check itself has excluded all other causes
    if failure.code == "never_ends":
        place = next(iter(case.places), {"function": "connect"})
        return write(Verdict(code="never_ends"), stage_words()["never_ends"], place).at(place)
    verdict = words_of(failure.code, case, task)
    return (
        own_mistake(verdict, failure.code, case, task)
        or (exact and verdict)
        or explain_silent("nothing", case, scene, verdict)
        or (case.wanted and not case.client.closed and explain_silent("frame", case, scene, verdict))
        or (case.seen and explain_silent("script", case, scene, verdict))
        or (case.page and explain_silent("page", case, scene, verdict))
        or verdict
    )


# --- the words of a task, and of the stage itself -----------------------------------------------------------
def words_of(code, case, task):
    """The task's own sentences about this failure, or the stage's."""
    entry = task.words.get(code) or stage_words().get(code)
    if entry is None:
        raise LookupError(f"erreurs.toml n’a pas de [words.{code}]")
    return write(Verdict(code=code, did=tell(case), expected=default_expected(case)), entry, values_of(case))


def own_mistake(verdict, code, case, task):
    """The first of the task's known mistakes that refine this failure and whose condition holds."""
    for name, entry in task.words.items():
        if code in entry.get("of", ()) and task.condition(entry.get("when", name))(case):
            verdict.code = name
            return write(verdict, entry, values_of(case))
    return None


def refine(verdict, event, scene, task):
    """A task may have better words for an exception: those with `of` its code; with `when`, only if that holds."""
    for name, entry in task.words.items():
        if verdict.code not in entry.get("of", ()):
            continue
        if "when" not in entry or task.condition(entry["when"])(event, scene):
            verdict.code = name
            return write(verdict, entry, event)
    return verdict


def write(verdict, entry, values):
    for part in ("did", "expected", "advice"):
        if entry.get(part):
            setattr(verdict, part, fill(entry[part], values))
    return verdict


def values_of(case):
    values = {name: value for name, value in vars(case).items() if isinstance(value, str | int | float)}
    if case.client:
        values |= {"client": case.client.letter, "user": case.client.user, "received": tell(case)}
    if case.wanted:
        values["wanted"] = write_frame(case.wanted)
    if case.page:
        values |= {"client": case.page.letter, "request": f"{case.page.method} {case.page.path}"}
        values |= {"status": case.page.status, "text": shorten(case.page.text)}
    return values


def default_expected(case):
    if case.wanted:
        return f"Le client {case.client.letter} reçoit {write_frame(case.wanted)}"
    return ""


def tell(case):
    if case.page:
        answer = f"la réponse {case.page.status}"
        text = f" : « {shorten(case.page.text)} »" if case.page.text and case.page.status == 200 else "."
        return f"Le client {case.page.letter} a demandé {case.page.method} {case.page.path} et a reçu {answer}{text}"
    if case.client:
        return tell_received(case.client)
    return ""


def tell_received(client):
    texts = [shorten(arrow.readable) for arrow in client.arrows()]
    if not texts:
        return f"Le client {client.letter} n’a rien reçu."
    return f"Le client {client.letter} a reçu " + " puis ".join(texts[:3]) + (" puis …" if texts[3:] else "")


def shorten(text):
    """Both ends of a long text: its middle tells the least."""
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"


def explain_start(scene):
    """The verdict on a project that does not start, None when it does."""
    for kind, explain_event in (("stuck", explain_stuck), ("load_error", explain_load_error)):
        for event in scene.find_events(kind):
            verdict = explain_event(event, scene)
            verdict.printed = list(scene.watch.printed)
            return verdict
    return None


# --- what was told of the program ---------------------------------------------------------------------------
def explain_load_error(event, scene):
    if any(words in event["message"] for words in NO_CONSUMER):
        return write(Verdict(code="no_consumer"), stage_words()["no_consumer"], event).at({"file": "consumers.py"})
    if event["message"] == "'function' object has no attribute 'as_asgi'":
        return write(Verdict(code="consumer_called"), stage_words()["consumer_called"], event)
    if event["error"] not in SYNTAX_ERRORS:
        verdict = explain_exception(event, scene)
        verdict.expected = "Python lit le projet jusqu’au bout."
        return verdict
    code, advice = explain_syntax(event["message"], event["source"])
    did = f"Python n’a pas pu lire {event['file'] or 'votre fichier'} : {event['message']}"
    return Verdict(code=code, did=did, expected="Python lit le projet jusqu’au bout.", advice=advice).at(event)


def explain_syntax(message, source):
    for entry in entries(SYNTAX):
        values = entry.find(message, source)
        if values is not None:
            return entry.code, fill(entry.advice, values)
    return "syntax", OTHER_SYNTAX


def explain_exception(event, scene):
    message = f"{event['error']}: {event['message']}"
    for entry in entries(EXCEPTION):
        values = entry.find(message, event["source"])
        more = holds(entry, event, scene) if values is not None else None
        if more is not None:
            return written(entry, {"group": conditions.last_group(event, scene)} | values | more).at(event)
    did = f"Python s’est arrêté sur une erreur {event['error']} : {event['message']}"
    return Verdict(code="exception", did=did, expected=WITHOUT_ERROR, advice=OTHER_EXCEPTION).at(event)


WITHOUT_ERROR = "Votre programme traite la demande sans s’arrêter sur une erreur."


def explain_silent(of, case, scene, verdict=None):
    """The first silent mistake whose condition holds; sentences that it lacks are those of `verdict`."""
    for entry in entries(SILENT):
        more = holds(entry, case, scene) if entry.of == of else None
        if more is not None:
            found = written(entry, (case if isinstance(case, dict) else {}) | more, verdict)
            return found.at((case if isinstance(case, dict) else {}) | more)
    return None


def holds(entry, case, scene):
    """What the condition of this entry found, {} when it has none, None when it does not hold."""
    if not entry.when:
        return {}
    for module in (conditions, frames, pages, scripts):
        if condition := getattr(module, entry.when, None):
            return condition(case, scene)
    raise LookupError(f"no condition is named {entry.when}")


def written(entry, values, verdict=None):
    verdict = verdict or Verdict(expected=WITHOUT_ERROR)
    verdict.code = entry.code
    return write(verdict, vars(entry), values)


def explain_stuck(event, scene):
    if "sleep" in event["source"]:
        entry = stage_words()["blocking_sleep"]
        return write(Verdict(code="blocking_sleep", expected=ONE_AT_A_TIME), entry, event).at(event)
    return write(Verdict(code="endless_loop", expected=ONE_AT_A_TIME), stage_words()["endless_loop"], event).at(event)
