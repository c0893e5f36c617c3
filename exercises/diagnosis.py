"""From a failure to what the pupil reads: the likely cause first, whatever the check was looking at."""

from dataclasses import asdict, dataclass, field

from exercises.exchange import Arrow, to_json
from exercises.python_errors import explain_exception, explain_syntax


@dataclass
class Verdict:
    """What is shown after a failure; `code` names the mistake, `line` (None: unknown) and `source` say where it is."""

    code: str
    did: str
    expected: str
    advice: str
    line: int | None = None
    source: str = ""
    printed: list[str] = field(default_factory=list)
    expected_exchange: list[Arrow] = field(default_factory=list)
    seen_exchange: list[Arrow] = field(default_factory=list)

    def to_json(self):
        exchanges = {
            "expected_exchange": to_json(self.expected_exchange),
            "seen_exchange": to_json(self.seen_exchange),
        }
        return asdict(self) | exchanges


def explain_start(server):
    """The verdict on a file whose server could not start."""
    for event in server.events:
        if explain := START_CAUSES.get(event["kind"]):
            return explain(event)
    return explain_end({})


def explain_load_error(event):
    where = {"line": event["line"], "source": event["source"]}
    expected = "Python lit le fichier jusqu'au bout."
    if event["error"] in ("SyntaxError", "IndentationError", "TabError"):
        did = f"Python n'a pas pu lire votre fichier : {event['message']}"
        return Verdict("syntax", did, expected, explain_syntax(event["message"]), **where)
    code, did, advice = explain_exception(event["error"], event["message"])
    return Verdict(code, did, expected, advice, **where)


def explain_no_consumer(event):
    return Verdict(
        "no_consumer",
        "Votre fichier ne contient pas de classe ChatConsumer utilisable.",
        "Le serveur cherche la classe ChatConsumer, qui hérite de AsyncWebsocketConsumer.",
        "Gardez la ligne « class ChatConsumer(AsyncWebsocketConsumer): » telle qu'elle était.",
    )


def explain_stuck(event):
    where = {"line": event["line"], "source": event["source"]}
    expected = "Le serveur sert tous les clients à tour de rôle : aucune ligne ne doit le retenir."
    if "sleep" in event["source"]:
        return Verdict(
            "blocking_sleep",
            "Votre serveur ne répond plus : pendant cette attente, il ne peut servir personne.",
            expected,
            "time.sleep arrête tout le programme. Écrivez await asyncio.sleep(…), qui rend la main aux autres.",
            **where,
        )
    return Verdict(
        "endless_loop",
        "Votre serveur ne répond plus : une boucle sans fin ? Il a fallu l'arrêter.",
        expected,
        "Regardez la boucle de cette ligne : qu'est-ce qui doit la faire s'arrêter ?",
        **where,
    )


def explain_end(event):
    return Verdict(
        "ended",
        "Votre programme s'est arrêté tout seul.",
        "Un serveur reste en marche et attend ses clients.",
        "Cherchez un appel à exit() ou quit(). Sinon, relancez la vérification.",
    )


def explain_crash(event):
    code, did, advice = explain_exception(event["error"], event["message"])
    expected = "Votre programme traite la trame sans s'arrêter sur une erreur."
    return Verdict(code, did, expected, advice, event["line"], event["source"])


def explain_forgotten_await(event, failure):
    return Verdict(
        "forgot_await",
        f"{event['function']}(…) a été appelée sans await : l'action a été préparée, et jamais faite.",
        failure.expected,
        f"Ajoutez await devant l'appel de {event['function']}.",
        event["line"],
        event["source"],
    )


START_CAUSES = {
    "load_error": explain_load_error,
    "no_consumer": explain_no_consumer,
    "stuck": explain_stuck,
    "ended": explain_end,
}
CRASHES = {"stuck": explain_stuck, "exception": explain_crash, "ended": explain_end}


def explain(failure, scene):
    """The verdict on a failed check."""
    verdict = find_cause(failure, scene)
    verdict.printed = list(scene.server.printed)
    verdict.expected_exchange, verdict.seen_exchange = scene.expected, scene.seen
    return verdict


def find_cause(failure, scene):
    for kind, explain_event in CRASHES.items():
        for event in scene.find_events(kind):
            return explain_group_name(event, scene) or explain_event(event)
    for event in scene.find_events("blocked"):
        return explain_stuck(event)
    for event in scene.find_events("never_awaited"):
        return explain_forgotten_await(event, failure)
    verdict = Verdict(failure.code, failure.did, failure.expected, failure.advice)
    for event in scene.find_events("waiting"):
        for place in event["places"]:
            return never_ending(verdict, place)
    return generic_mistake(verdict, failure, scene) or verdict


def explain_group_name(event, scene):
    calls = [call for call in scene.find_events("layer") if call["call"] != "send"]
    if not calls or not event.get("message", "").startswith("Group name"):
        return None
    name = calls[-1]["name"]
    if "!" in name:
        return Verdict(
            "channel_as_group",
            "Votre serveur a donné self.channel_name comme nom de groupe.",
            "Un groupe a un nom choisi par vous, le même pour tous ses membres.",
            "self.channel_name est l'adresse d'un seul client. group_send attend le nom du groupe, celui de group_add.",
            event["line"],
            event["source"],
        )
    verdict = explain_crash(event)
    verdict.did = f"Channels a refusé le nom de groupe « {name} »."
    return verdict


def never_ending(verdict, place):
    verdict.code = "never_ends"
    verdict.line, verdict.source = place["line"], place["source"]
    verdict.did = f"Votre méthode {place['function']} n'est jamais terminée : elle attend encore à cette ligne."
    verdict.advice = (
        "Tant qu'une méthode n'est pas terminée, son client n'est plus servi. Une boucle qui doit durer se lance à "
        "côté, "
        "avec asyncio.create_task(…)."
    )
    return verdict


def generic_mistake(verdict, failure, scene):
    """Mistakes that any exercise may meet, seen in the frames and in the calls to the channel layer."""
    if failure.code != "missing":
        return None
    frames = failure.client.received
    wanted = failure.wanted
    if any(not isinstance(data, dict) for data in frames):
        return change(
            verdict,
            "not_json",
            "Une trame doit être un objet JSON : donnez un dictionnaire à json.dumps, et son résultat à self.send.",
        )
    for data in frames:
        missing = [key for key in wanted if key not in data]
        if data.get("type") == wanted["type"] and missing:
            return change(
                verdict,
                "wrong_key",
                f"Le type est le bon, mais il manque la clé « {missing[0]} ». Vérifiez son orthographe et ses "
                f"majuscules.",
            )
        if "type" not in data:
            return change(verdict, "no_type", f'Ajoutez la clé "type", ici "{wanted["type"]}", au dictionnaire envoyé.')
    calls = scene.find_events("layer")
    sends = [call for call in calls if call["call"] in ("send", "group_send")]
    if not frames and sends and sends[-1]["call"] == "send" and wanted["type"] != "private":
        return change(
            verdict,
            "sent_to_channel",
            "channel_layer.send n'écrit qu'à un seul client, celui de channel_name. "
            "Pour écrire à tous ceux du groupe, utilisez channel_layer.group_send avec le nom du groupe.",
        )
    joined = [call["name"] for call in calls if call["call"] == "group_add"]
    if not frames and sends and sends[-1]["call"] == "group_send" and sends[-1]["name"] not in joined:
        return change(verdict, "empty_group", tell_empty_group(sends[-1]["name"], joined))
    return None


def tell_empty_group(name, joined):
    if not joined:
        return f"Le groupe « {name} » est vide : inscrivez chaque client dans connect avec group_add."
    return (
        f"Vous écrivez au groupe « {name} », et les clients sont inscrits dans « {joined[-1]} » : il faut le même nom."
    )


def change(verdict, code, advice):
    verdict.code, verdict.advice = code, advice
    return verdict
