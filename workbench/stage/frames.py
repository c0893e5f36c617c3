"""Conditions about frames: why a wanted frame did not come. Each returns the values for its words, or None."""

import json
from difflib import get_close_matches


def not_json(case, scene):
    wrong = [arrow for arrow in case.client.arrows() if not isinstance(arrow.data, dict)]
    return {"text": wrong[0].text} if wrong else None


def of_wanted_type(case):
    return [data for data in objects(case) if data.get("type") == case.wanted["type"]]


def objects(case):
    return [data for data in case.client.received if isinstance(data, dict)]


def wrong_key(case, scene):
    for data in of_wanted_type(case):
        missing = [key for key in case.wanted if key not in data]
        if missing:
            others = [key for key in data if key not in case.wanted]
            near = get_close_matches(missing[0].lower(), [key.lower() for key in others], 1, 0.6)
            instead = [key for key in others if near and key.lower() == near[0]] or others
            return {"key": missing[0], "found": f" : votre trame a « {instead[0]} »" if instead else ""}
    return None


def wrong_value(case, scene):
    for data in of_wanted_type(case):
        wrong = [key for key in case.wanted if key in data and data[key] != case.wanted[key]]
        if len(wrong) == 1:
            found = json.dumps(data[wrong[0]], ensure_ascii=False)
            named = {"null": "null (None)"}.get(found, found)
            return {"key": wrong[0], "found": named, "value": json.dumps(case.wanted[wrong[0]], ensure_ascii=False)}
    return None


def near_type(case, scene):
    kinds = [data["type"] for data in objects(case) if isinstance(data.get("type"), str)]
    near = get_close_matches(case.wanted["type"], [kind for kind in kinds if kind != case.wanted["type"]], 1, 0.75)
    return {"found": near[0], "type": case.wanted["type"]} if near else None


def no_type(case, scene):
    missing = [data for data in objects(case) if "type" not in data]
    if not missing:
        return None
    keys = {key for key in missing[0] if key.lower() == "type"}
    return {"type": case.wanted["type"], "found": f" (et non « {keys.pop()} »)" if keys else ""}


def layer_calls(scene, *names):
    return [event for event in scene.watch.events if event["kind"] == "layer" and event["call"] in names]


def sent_to_one_channel(case, scene):
    sends = layer_calls(scene, "send", "group_send")
    return {} if not case.client.received and sends and sends[-1]["call"] == "send" else None


def group_is_empty(case, scene):
    sends = layer_calls(scene, "group_send", "send")
    joined = [call["name"] for call in layer_calls(scene, "group_add")]
    if case.client.received or not sends or sends[-1]["call"] != "group_send" or joined or sends[-1]["members"]:
        return None
    return {"group": sends[-1]["name"]}


def other_group(case, scene):
    sends = layer_calls(scene, "group_send", "send")
    joined = [call["name"] for call in layer_calls(scene, "group_add")]
    if (
        case.client.received
        or not sends
        or sends[-1]["call"] != "group_send"
        or sends[-1]["name"] in joined
        or not joined
    ):
        return None
    return {"group": sends[-1]["name"], "joined": joined[-1]}
