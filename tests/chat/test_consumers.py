import logging
import time

import pytest

from tests.chat.test_events import MALFORMED


async def test_a_room_that_does_not_exist_closes_with_4404(enter):
    assert (await enter("inconnu")).code == 4404


async def test_an_address_that_leads_nowhere_closes_with_4404(enter):
    assert (await enter("a/b/c")).code == 4404


async def test_every_malformed_frame_gets_its_code_and_the_socket_stays(enter, limits):
    client = await enter(address="127.0.0.1")  # which may send as much as it likes
    for _ in range(25):
        for frame, code in MALFORMED.items():
            await client.send_text(frame)
            assert (await client.next("error"))["code"] == code
    await client.send_bytes(b"\x00\xff")
    assert (await client.next("error"))["code"] == "bad_json"
    await client.say("toujours là")
    await client.until(client.messages)


async def test_who_has_arrived_leaves_no_headers_in_memory(enter):
    client = await enter(headers=[(b"user-agent", b"Firefox")])
    await client.say("coucou")
    await client.until(client.messages)
    assert client.scope["headers"] == []


@pytest.mark.parametrize("after", ["", "x", "-1", "1e3", "٣", "9" * 30])
async def test_a_nonsense_after_is_no_after(enter, after):
    assert [event["type"] for event in (await enter(after=after)).received[:2]] == ["welcome", "messages"]


async def test_a_run_of_accents_holds_nobody_up(enter):
    """Composing (NFC) takes time with the square of its length: length is looked at first."""
    client = await enter()
    begin = time.thread_time()
    marks = "a" + "\u0301" * 5000 + "\u0327" * 5000
    await client.say(marks)
    await client.next("error", code="message_too_long")
    await client.say("a", name=marks)
    await client.next("error", code="name_too_long")
    await client.say(marks[4000:7900])
    await client.next("error", code="bad_text")
    assert time.thread_time() - begin < 2


async def test_one_who_asks_too_much_is_told_so(enter, nothing_refills):
    client = await enter()
    for _ in range(50):
        await client.send({"type": "history", "before": 5})
    await client.next("error", code="rate_limited")


async def test_too_many_messages_are_refused_and_said_so(enter, nothing_refills):
    client = await enter()
    ids = [await client.say(f"{n}") for n in range(10)]
    assert (await client.next("error", code="rate_limited"))["id"] == ids[5]
    await client.until(lambda: len(client.messages()) == 5)


@pytest.mark.parametrize("frame", ["x" * 60_000, "{}"])
async def test_much_to_read_is_refused_before_it_is_read(enter, monkeypatch, nothing_refills, frame):
    client, read = await enter(), []
    monkeypatch.setattr("chat.events.parse_object", lambda text: read.append(text) or {})
    for _ in range(400):
        await client.send_text(frame)
    await client.next("error", code="rate_limited")
    await client.until(lambda: len([event for event in client.received if event["type"] == "error"]) == 400)
    assert sum(max(len(text), 1000) for text in read) < 400_000


async def test_one_who_floods_is_closed(enter, monkeypatch, nothing_refills):
    monkeypatch.setattr("chat.consumers.FRAMES_AT_ONCE", 100)
    client = await enter()
    for _ in range(500):
        await client.send_text("")
    assert await client.closed() == 4429


async def test_a_database_that_does_not_answer_asks_to_come_back(enter, monkeypatch):
    monkeypatch.setattr("chat.history.opening", lambda *args: 1 / 0)
    client = await enter()
    assert client.code == 1013


async def test_history_that_cannot_be_read_is_busy(enter, monkeypatch):
    client = await enter()
    monkeypatch.setattr("chat.history.page_after", lambda *args: 1 / 0)
    await client.send({"type": "history", "after": 0})
    await client.next("error", code="busy")


async def test_another_site_s_page_is_refused(enter):
    client = await enter(headers=[(b"origin", b"http://evil.example")])
    assert client.code == 4403


async def test_the_teacher_may_use_the_teacher_s_name_and_speak_in_silence(enter, room, admin_client, settings):
    room.muted = True
    await room.asave()
    cookie = admin_client.cookies[settings.SESSION_COOKIE_NAME].OutputString([]).encode()
    prof = await enter(headers=[(b"cookie", cookie)])
    pupil = await enter()
    await pupil.say("on peut parler ?")
    await pupil.next("error", code="muted")
    await prof.say("Silence !", name="Prof")
    await pupil.until(lambda: pupil.texts() == ["Silence !"])


async def test_a_closed_room_can_be_read_but_not_written(enter, room):
    client = await enter()
    await client.say("avant")
    await client.until(client.messages)
    room.closed = True
    await room.asave(update_fields=["closed"])
    await client.say("après")
    await client.next("error", code="room_closed")
    assert (await enter()).texts() == ["avant"]


async def test_a_clients_type_never_chooses_a_handler(enter):
    client = await enter()
    for type in ("websocket.disconnect", "chat.batch", "connect", "__init__"):
        await client.send({"type": type, "code": 1000})
        await client.next("error", code="bad_type")


@pytest.mark.parametrize(
    ("complete", "said", "words"),
    [(False, "coucou", "••• 6 caractères"), (True, "coucou", "coucou"), (True, "a" * 2000, "a" * 200 + "…")],
)
async def test_the_console_tells_who_comes_speaks_and_goes(enter, caplog, settings, complete, said, words):
    settings.CONSOLE_COMPLETE = complete
    caplog.set_level(logging.INFO, logger="chat")
    client = await enter()
    await client.say(said, name="Gr'eg")
    await client.until(client.messages)
    await client.leave()
    assert caplog.messages == [
        "Nouveau client connecté (salon accueil, participants ici : 1)",
        f"""Évènement reçu de 10.0.0.1 : {{'userName': "Gr'eg", 'message': '{words}'}} (salon accueil)""",
        "Client déconnecté ! (salon accueil, participants ici : 0)",
    ]
