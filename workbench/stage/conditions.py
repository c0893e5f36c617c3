"""Conditions about the program itself: each returns the values for the words of its entry, or None.

`event` is what the watch noted (an exception, a forgotten await), `scene` the run.
"""

import ast
import inspect
import re
from difflib import get_close_matches

CALLED_BY_CHANNELS = ("connect", "receive", "disconnect")
LAYER_CALLS = ("group_add", "group_discard", "group_send")


def consumers(scene):
    """The pupil's own consumer classes."""
    from channels.consumer import AsyncConsumer

    module = scene.project.module("consumers")
    classes = [value for value in vars(module).values() if inspect.isclass(value)] if module else []
    return [c for c in classes if issubclass(c, AsyncConsumer) and c.__module__ == "consumers"]


def is_sync(consumer):
    return consumer._sync


def methods(scene):
    return [name for c in consumers(scene) for name, value in vars(c).items() if inspect.isfunction(value)]


# --- about an exception --------------------------------------------------------------------------------------------
def has_a_near_method(event, scene):
    kind = re.search(r"message type (\S+)", event["message"])[1]
    near = get_close_matches(flat(kind), [flat(name) for name in methods(scene)], 1, 0.8)
    if not near:
        return None
    name = next(name for name in methods(scene) if flat(name) == near[0])
    return {"near": name, "near_type": name.replace("_", ".")}


def flat(name):
    return name.replace("_", "").replace(".", "").lower()


def group_name_is_an_address(event, scene):
    return {} if "!" in last_group(event, scene) else None


def address_is_the_object(event, scene):
    return (
        {}
        if "self" in re.split(r"\W+", event["source"].rpartition("(")[2]) and "self." not in argument(event)
        else None
    )


def argument(event):
    return event["source"].rpartition(",")[2]


def last_group(event, scene):
    """The name of the group that was asked for last before this exception."""
    earlier = scene.watch.events[: scene.watch.events.index(event)]
    calls = [other for other in earlier if other["kind"] == "layer" and other["call"] != "send"]
    return calls[-1]["name"] if calls else ""


def belongs_to_the_class(event, scene):
    name = re.search(r"variable '(\w+)'", event["message"])[1]
    return {} if any(name in vars(consumer) for consumer in consumers(scene)) else None


# --- about a forgotten await ---------------------------------------------------------------------------------------
def async_methods_in_a_sync_class(event, scene):
    for consumer in consumers(scene):
        method = vars(consumer).get(event["function"])
        if is_sync(consumer) and inspect.iscoroutinefunction(method):
            return {"method": event["function"], "sync": sync_parent(consumer)} | place_of(method)
    return None


def sync_parent(consumer):
    return next(parent.__name__ for parent in consumer.__mro__ if parent.__module__.startswith("channels"))


def place_of(function):
    return {"file": "consumers.py", "line": function.__code__.co_firstlineno}


def layer_called_in_a_sync_class(event, scene):
    sync = [consumer for consumer in consumers(scene) if is_sync(consumer)]
    if event["function"] not in LAYER_CALLS or not sync:
        return None
    return {"sync": sync_parent(sync[0]), "call": event["function"]}


# --- about a program that says nothing -----------------------------------------------------------------------------
def method_outside_the_class(case, scene):
    module = scene.project.module("consumers")
    for name, value in vars(module).items() if module else ():
        if (
            inspect.isfunction(value)
            and value.__module__ == "consumers"
            and list(inspect.signature(value).parameters)[:1] == ["self"]
        ):
            return {"name": name} | place_of(value)
    return None


def method_with_a_near_name(case, scene):
    written = methods(scene)
    for name in written:
        near = get_close_matches(name, CALLED_BY_CHANNELS, 1, 0.62)
        if near and not name.startswith("websocket_") and name not in CALLED_BY_CHANNELS and near[0] not in written:
            function = next(vars(c)[name] for c in consumers(scene) if name in vars(c))
            return {"name": name, "near": near[0]} | place_of(function)
    return None


def method_without_parentheses(case, scene):
    """`texte.strip == ""` compares the method itself, and `self.close` on a line of its own does nothing."""
    for path in sorted(scene.project.folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            for part in named_only(node):
                return {"name": ast.unparse(part), "file": path.name, "line": part.lineno}
    return None


def named_only(node):
    """The attributes in this node that are named where only a call makes sense."""
    if isinstance(node, ast.Expr):
        parts = [node.value]
    else:
        parts = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        parts = [part for part in parts if getattr(part, "attr", "") in dir(str)]
    return [part for part in parts if isinstance(part, ast.Attribute)]


def error_was_caught(case, scene):
    caught = [event for event in scene.watch.events if event["kind"] == "handled"]
    return caught[-1] if caught else None
