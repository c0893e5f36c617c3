"""The chat's protocol: JSON text frames, one function per event. No socket and no database in here."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError

from chat import names
from chat import text as texts

MAX_NAME = 32  # characters
MAX_MESSAGE = 2000  # characters
MAX_LINES = 80  # of a message
MAX_NUMBER = 2**63 - 1  # what the database can hold
PAGE = 200  # messages a frame
MAX_REMOVALS = 1000  # numbers a frame
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)

CLOSE_REFUSED = 4403
CLOSE_UNKNOWN_ROOM = 4404
CLOSE_FLOODING = 4429
CLOSE_TRY_LATER = 1013

DETAILS = {
    "bad_json": "Cette trame n’est pas un objet JSON.",
    "bad_type": "Ce type d’évènement n’existe pas.",
    "bad_field": "Il manque un champ, ou sa valeur ne convient pas.",
    "empty_message": "Le message est vide.",
    "message_too_long": f"Le message dépasse {MAX_MESSAGE} caractères.",
    "name_too_long": f"Le nom dépasse {MAX_NAME} caractères.",
    "bad_text": "Le texte contient des caractères invisibles ou de contrôle.",
    "rate_limited": "Trop de messages à la fois\u00a0: patientez une seconde.",
    "id_conflict": "Cet identifiant a déjà servi pour un autre message.",
    "name_reserved": "Ce nom est réservé au professeur.",
    "name_taken": "Ce nom est déjà pris dans ce salon.",
    "room_closed": "Ce salon est fermé.",
    "muted": "Le professeur demande le silence dans ce salon.",
    "busy": "Le serveur est très occupé\u00a0: votre message attend et sera renvoyé.",
}


class Refusal(Exception):
    """A frame that isn't accepted. `code` is a key of DETAILS; `id` is the message's, when it has a valid one.

    `detail` says in French what is wrong, better than DETAILS.
    """

    def __init__(self, code, id=None, detail=None):
        super().__init__(code)
        self.code = code
        self.id = id
        self.detail = detail


# --- browser → server -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Say:
    """`{"type": "message", "id": …, "userName": …, "message": …}`"""

    id: str
    user_name: str
    text: str

    @cached_property
    def name(self):
        """The user's name as it is compared with others."""
        return names.fold(self.user_name)

    @property
    def size(self):
        """In bytes, as it is kept."""
        return len(self.user_name.encode()) + len(self.text.encode())


@dataclass(frozen=True)
class History:
    """`{"type": "history", "after": n}` or `{"type": "history", "before": n}`; the other one is None."""

    after: int | None
    before: int | None

    @property
    def number(self):
        return self.after if self.before is None else self.before


def parse(frame):
    """The Say or History in a text frame (str, or None for a binary one). Raises Refusal."""
    event = parse_object(frame)
    match event.get("type"):
        case "message":
            return parse_message(event)
        case "history":
            return parse_history(event)
        case _:
            raise Refusal("bad_type", id=valid_id(event))


def parse_simple(frame):
    """The name and the text in a frame of the plain chat: a `message` without an id. Raises Refusal."""
    event = parse_object(frame)
    if event.get("type") != "message":
        raise Refusal("bad_type")
    return parse_words(event)


def parse_object(frame):
    try:
        event = json.loads(frame, parse_constant=refuse_constant)
    except (TypeError, ValueError, RecursionError):
        raise Refusal("bad_json") from None
    if not isinstance(event, dict):
        raise Refusal("bad_json")
    return event


def refuse_constant(name):
    """NaN and Infinity are Python's idea of JSON, not the standard's."""
    raise ValueError(name)


def parse_message(event):
    id = valid_id(event)
    if id is None:
        raise Refusal("bad_field")
    return Say(id, *parse_words(event, id))


def parse_words(event, id=None):
    """The name and the text of a message, tidied. Raises Refusal (with the message's `id`)."""
    user_name, message = event.get("userName"), event.get("message")
    if not isinstance(user_name, str) or not isinstance(message, str):
        raise Refusal("bad_field", id)
    # Before `tidy`, which composes: that takes long for many marks on one letter.
    if len(message) > 2 * MAX_MESSAGE:
        raise Refusal("message_too_long", id)
    if len(user_name) > 4 * MAX_NAME:
        raise Refusal("name_too_long", id)
    for words in (user_name, message.replace("\r", "\n").replace("\n", " ")):
        check_characters(texts.mend(words), id)
    name, text = texts.tidy(user_name), texts.tidy_lines(message)
    if texts.is_blank(text):
        raise Refusal("empty_message", id)
    if texts.is_blank(name):
        raise Refusal("bad_field", id)
    if len(text) > MAX_MESSAGE:
        raise Refusal("message_too_long", id)
    if text.count("\n") >= MAX_LINES:
        raise Refusal("message_too_long", id, f"Le message dépasse {MAX_LINES} lignes.")
    if len(name) > MAX_NAME:
        raise Refusal("name_too_long", id)
    check_name(name, id)
    return name, text


def check_characters(words, id):
    index = texts.fault(words)
    if index is not None:
        which = f"Le caractère n° {index + 1} du texte (U+{ord(words[index]):04X})"
        raise Refusal("bad_text", id, f"{which} ne peut pas être montré\u00a0: effacez-le.")


def check_name(name, id):
    try:
        names.check(name)
    except ValidationError as error:
        raise Refusal("bad_text", id, error.message) from None


def parse_history(event):
    question = History(event.get("after"), event.get("before"))
    if (question.after is None) == (question.before is None) or not is_number(question.number):
        raise Refusal("bad_field")
    return question


def valid_id(event):
    id = event.get("id")
    return id if isinstance(id, str) and CLIENT_ID.fullmatch(id) else None


def is_number(value):
    return type(value) is int and 0 <= value <= MAX_NUMBER


# --- server → browser -------------------------------------------------------------------------------


def welcome_event(room):
    return encode(
        {
            "type": "welcome",
            "room": room.slug,
            "title": room.title,
            "epoch": room.epoch,
            "lastNumber": room.last_number,
        }
    )


def messages_event(messages, more=False):
    """`messages` in the order of their numbers; `more` when the same question asked further on has an answer."""
    return encode({"type": "messages", "messages": [message_fields(message) for message in messages], "more": more})


def message_fields(message):
    """A removed message keeps its place and loses its words; `byStaff` is there when it is true."""
    removed = message.removed_at is not None
    fields = {
        "number": message.number,
        "id": message.client_id,
        "userName": "" if removed else message.user_name,
        "message": "" if removed else message.text,
        "sentAt": message.sent_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    return fields | {"byStaff": True} if message.by_staff and not removed else fields


def message_event(user_name, message):
    """The plain chat's only message: no number, no id."""
    return encode({"type": "message", "userName": user_name, "message": message})


def later_messages(frame, position):
    """The same `messages` frame without what is numbered up to `position`."""
    event = json.loads(frame)
    event["messages"] = [message for message in event["messages"] if message["number"] > position]
    return encode(event)


def removed_event(number):
    return encode({"type": "removed", "number": number})


def cut(numbers):
    """A list of numbers cut into lists that each fit in a `removals` frame."""
    return [numbers[start : start + MAX_REMOVALS] for start in range(0, len(numbers), MAX_REMOVALS)]


def removals_event(numbers):
    """Messages removed while a client that comes back was away, or many at once."""
    return encode({"type": "removals", "numbers": numbers})


def room_event(room):
    """What the teacher may change meanwhile. `room`: anything with `title`, `closed` and `muted`."""
    return encode({"type": "room", "title": room.title, "closed": room.closed, "muted": room.muted})


def presence_event(count):
    return encode({"type": "presence", "nbClients": count})


def elapsed_event(seconds):
    return encode({"type": "elapsed", "timeChat": seconds})


def error_event(code, id=None, detail=None):
    event = {"type": "error", "code": code, "detail": detail or DETAILS[code]}
    return encode(event if id is None else event | {"id": id})


def reset_event(epoch):
    return encode({"type": "reset", "epoch": epoch})


def rooms_event(rooms):
    """The whole list of rooms, for a newcomer. `rooms`: (slug, title, count) each."""
    return encode({"type": "rooms", "rooms": [room_fields(*room) for room in rooms]})


def rooms_changed_event(rooms, gone):
    """The rooms of the list that are new, renamed or whose number changed, and the slugs of those that are gone."""
    return encode({"type": "rooms_changed", "rooms": [room_fields(*room) for room in rooms], "gone": gone})


def room_fields(slug, title, count):
    return {"slug": slug, "title": title, "nbClients": count}


def alive_event():
    """Nothing has happened, and the link works."""
    return encode({"type": "alive"})


def encode(event):
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
