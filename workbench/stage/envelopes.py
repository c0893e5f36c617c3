"""What travels about one connection: `open`, `event`, `end`, `pause`, `resume`, each with its `id`, as JSON text.

JSON knows no bytes: `{"base64": "…"}` stands in the place of a bytes value.
"""

import base64
import json

CONNECTION_TYPES = frozenset({"open", "event", "end", "pause", "resume"})


def dumps(message):
    """One line of JSON text; bytes anywhere inside are written as base64."""
    return json.dumps(pack(message), ensure_ascii=False)


def loads(text):
    """The message with its bytes back. Raises ValueError for what is no JSON object or holds broken base64."""
    message = unpack(json.loads(text))
    if not isinstance(message, dict):
        raise ValueError("a message is a JSON object")
    return message


def pack(value):
    if isinstance(value, bytes | bytearray | memoryview):
        return {"base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, dict):
        return {key: pack(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [pack(inner) for inner in value]
    return value


def unpack(value):
    if isinstance(value, dict):
        if value.keys() == {"base64"}:
            return base64.b64decode(value["base64"], validate=True)
        return {key: unpack(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [unpack(inner) for inner in value]
    return value
