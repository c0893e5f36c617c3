import json

import pytest

from pupils.models import Pupil
from relay import opening, tunnels, welcome
from relay.models import Server
from relay.reach import reach
from tests.relay.answers import is_whole, page
from tests.relay.tabs import Visitor


async def test_the_first_words_are_the_address_and_its_qr_code(tab):
    first = tab.heard[0]
    assert (first["type"], first["slug"]) == ("welcome", "greg")
    assert first["address"].endswith(":8000/chez/greg/")
    assert first["qr"].startswith("data:image/svg+xml")


async def test_without_a_pseudonym_there_is_no_tunnel(open_tab):
    assert await (await open_tab(None)).closed() == (4403, welcome.NOBODY)


async def test_without_an_origin_there_is_no_tunnel(open_tab, greg):
    assert (await (await open_tab(greg, origin=False)).closed())[0] == 4403


async def test_while_chez_is_closed_there_is_no_tunnel(open_tab, greg, on_site):
    await on_site(opening.close)()
    assert await (await open_tab(greg)).closed() == (4403, welcome.CLOSED)


async def test_a_newer_tab_takes_over_and_the_older_is_told(tab, open_tab, greg, nathalie):
    newer = await open_tab(greg)
    assert (await tab.closed())[0] == 4409
    assert (await nathalie.get())[0] == 200
    assert newer.opens()
    assert not tab.opens()


@pytest.mark.parametrize(
    "change",
    [
        lambda greg: Pupil.objects.filter(pk=greg.pk).update(name="Paul"),
        lambda greg: Pupil.objects.filter(pk=greg.pk).update(muted=True),
        lambda greg: Pupil.objects.filter(pk=greg.pk).update(blocked=True),
        lambda greg: greg.renew_code(),
        lambda greg: greg.delete(),
        lambda greg: opening.close_one("greg"),
        lambda greg: opening.close(),
    ],
)
async def test_a_tunnel_is_cut_when_its_pupil_may_have_it_no_longer(tab, greg, on_site, change):
    await on_site(change)(greg)
    code, reason = await tab.closed()
    assert code == 4403
    assert reason in {welcome.NOBODY, welcome.MUTED, welcome.STOPPED, welcome.CLOSED}


async def test_a_server_that_the_teacher_closed_stays_so_until_let_back_and_its_last_page_is_kept(
    tab, greg, nathalie, open_tab, on_site
):
    shown = f"<!doctype html><p>Honte <a href='{nathalie.root}/mur'>"
    tab.answers = lambda envelope: page(shown.encode()) if is_whole(envelope) else []
    await nathalie.get("/mur")
    await on_site(opening.close_one)("greg")
    await tab.closed()
    server = await on_site(Server.objects.get)(slug="greg")
    assert (server.proof_path, "Honte <a href='/chez/greg/mur'>" in server.proof) == ("/mur", True)
    assert await (await open_tab(greg)).closed() == (4403, welcome.STOPPED)
    await on_site(opening.let_back)("greg")
    assert (await open_tab(greg)).heard[0]["type"] == "welcome"


@pytest.mark.parametrize("how", ["the teacher closes all", "the tab goes"])
async def test_the_last_page_is_kept_however_the_server_closes(tab, greg, nathalie, on_site, how):
    tab.answers = lambda envelope: page(b"<!doctype html><p>Honte") if is_whole(envelope) else []
    await nathalie.get("/mur")
    if how == "the tab goes":
        await tab.close()
    else:
        await on_site(opening.close)()
        await tab.closed()
    assert (await on_site(Server.objects.get)(slug="greg")).proof_path == "/mur"


HOSTILE = [
    "",
    "x",
    "[]",
    "[" * 30_000,
    '{"type": "event"}',
    json.dumps({"type": "event", "id": -1, "event": {"type": "http.response.start"}}),
    json.dumps({"type": "event", "id": 2**63, "event": {}}),
    json.dumps({"type": "event", "id": True, "event": {}}),
    json.dumps({"type": "event", "id": "7", "event": {}}),
    json.dumps({"type": "event", "id": 7.5, "event": {}}),
    json.dumps({"type": "open", "id": 1, "scope": {}}),
    json.dumps({"type": "welcome", "id": None}),
    json.dumps({"type": "event", "id": 0, "event": {"base64": "!"}}),
]


@pytest.mark.parametrize("said", HOSTILE)
async def test_what_is_no_envelope_ends_the_tunnel(tab, said):
    tab.says(said)
    assert (await tab.closed())[0] == 4400


@pytest.mark.parametrize("fields", [{"type": "open"}, {"type": "http.response.start"}, {"type": None}, {"event": 7}])
async def test_a_connection_is_answered_by_events_alone(tab, nathalie, fields):
    tab.answers = lambda envelope: []
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    await tab.until(tab.opens)
    tab.says({"type": "event", "id": tab.opens()[0]["id"], "event": {}} | fields)
    assert (await tab.closed())[0] == 4400
    await asked.until(asked.task.done)
    assert asked.of("http.response.start")[0]["status"] == 502


async def test_another_tunnel_s_connection_cannot_be_answered(tab, nathalie, open_tab, on_site):
    tab.answers = lambda envelope: []
    alice = await open_tab(await on_site(Pupil.objects.create)(name="Alice"))
    asked = nathalie.asks("GET", f"{nathalie.root}/")
    await tab.until(tab.opens)
    alice.says({"type": "event", "id": tab.opens()[0]["id"], "event": page(b"forged")[0]})
    assert (await alice.closed())[0] == 4400
    assert not asked.sent
    await asked.leave("http.disconnect")


async def test_what_the_tab_says_of_a_visit_that_is_over_is_late_and_nothing_else(tab, nathalie):
    await nathalie.get()
    number = tab.opens()[0]["id"]
    for event in page():
        tab.says({"type": "event", "id": number, "event": event})
    tab.says({"type": "end", "id": number})
    assert (await nathalie.get())[0] == 200


async def test_visitors_are_numbered(tab, nathalie):
    other = await Visitor("10.0.0.3").enters()
    for visitor in (nathalie, other, nathalie):
        await visitor.get()
    assert [each["visitor"] for each in tab.opens()] == [
        {"name": "", "number": 1},
        {"name": "", "number": 2},
        {"name": "", "number": 1},
    ]


async def test_of_many_visitors_the_newest_are_remembered_and_each_number_is_given_once(tab, nathalie, monkeypatch):
    monkeypatch.setattr(tunnels, "MOST_VISITORS", 2)
    others = [await Visitor(f"10.0.0.{number}").enters() for number in (3, 4)]
    for visitor in (nathalie, *others, nathalie, others[1]):
        await visitor.get()
    assert [each["visitor"]["number"] for each in tab.opens()] == [1, 2, 3, 4, 3]
    assert len(reach().tunnels["greg"].visitors) == 2


async def test_a_tab_that_leaves_is_forgotten(tab, greg):
    await tab.close()
    assert tab.task.done()
    assert (await Visitor().fetch("GET", "/chez/greg/"))[0] == 502
