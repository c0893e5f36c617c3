"""What a visitor reads where no pupil's server answers: one page, in French, for each case."""

from django.template.loader import render_to_string

from relay import policy

# case → status, title, sentences; {de} is « de Greg » or « d’Alice ».
WORDS = {
    "here": (
        200,
        "Ici répondent les serveurs des élèves",
        ["Chaque serveur a son adresse : la liste est sur le site."],
    ),
    "400": (400, "Ce nom n’est pas celui de ce serveur", ["L’adresse demandée ne désigne pas ce PC."]),
    "403": (
        403,
        "Il faut d’abord entrer",
        ["Cette requête est arrivée sans passer par la première page de ce serveur."],
    ),
    "404": (404, "Personne de ce nom", ["Aucun élève n’a ouvert de serveur à cette adresse."]),
    "lost": (
        404,
        "Vous voilà hors de tout serveur d’élève",
        [
            'Le lien que vous avez suivi est écrit en dur, par exemple href="/page2" : il part de la racine, et oublie '
            "que ce site est servi dans un dossier, comme /chez/greg/.",
            "Écrit {% url 'page2' %}, il tient partout : Django y met l’adresse où le site est vraiment servi.",
        ],
    ),
    "413": (413, "Envoi trop grand", ["Le corps d’une requête vers un serveur d’élève tient en 64 Kio."]),
    "closed": (403, "« Chez » est fermé", ["Le professeur n’a pas ouvert les serveurs des élèves pour l’instant."]),
    "one-closed": (403, "Le serveur {de} est fermé", ["Le professeur l’a fermé aux autres pour l’instant."]),
    "stopped": (502, "Le serveur {de} est arrêté", ["Son onglet est fermé, ou son programme ne tourne pas."]),
    "asleep": (504, "L’onglet {de} dort", ["Qu’il y revienne : son serveur répondra de nouveau."]),
    "slow": (504, "Le serveur {de} ne répond pas", ["Sa réponse n’était pas complète après 10 secondes."]),
    "outside": (
        502,
        "Cette redirection sort de chez {name}",
        [
            "Le serveur {de} a répondu par une redirection vers une adresse hors de son dossier."
            " Elle n’est pas suivie.",
            'Une adresse écrite en dur, comme redirect("/page2"), part de la racine du site de la classe. Écrite avec '
            "le nom de la route, redirect(\"page2\"), ou {% url 'page2' %} dans un gabarit, elle reste chez {name}.",
        ],
    ),
    "status": (502, "Réponse impossible", ["Le serveur {de} a donné un code d’état qui ne peut pas être transmis."]),
    "long": (502, "Réponse trop longue", ["Une réponse d’un serveur d’élève tient en 1 Mio."]),
}
VOWELS = "aâàáäeéèêëiîïoôöuùûüæœ"


async def answer(scope, send, case, name=""):
    """Answer with the page of this case; `name` is the pupil's whose server it is."""
    status, title, sentences = WORDS[case]
    words = [fill(text, name) for text in (title, *sentences)]
    context = {"title": words[0], "sentences": words[1:], "status": status, "site": scope["site"]}
    await send_page(scope, send, status, "relay/door.html", context)


async def send_page(scope, send, status, template, context):
    body = render_to_string(template, context).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    headers += policy.door_headers(scope["chez"], scope["site"])
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def fill(text, name):
    elided = name[:1].lower() and name[:1].lower() in VOWELS
    return text.replace("{name}", name).replace("{de}", f"d’{name}" if elided else f"de {name}")


async def refuse(send, code, reason):
    """Accept first: a browser never learns the code of a handshake that failed."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code, "reason": reason})


async def close(send, code, accepted):
    """A socket that was not accepted is refused, as by a server that is not there."""
    await send({"type": "websocket.close", "code": code} if accepted else {"type": "websocket.close"})
