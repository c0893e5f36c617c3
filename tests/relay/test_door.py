import pytest

from pupils.models import Pupil
from relay import keys, opening
from relay.door import Door
from tests.relay.answers import page
from tests.relay.tabs import HOST, Visitor, Wire


async def test_without_a_key_one_gets_the_page_of_the_first_visit(tab):
    status, headers, body = await Visitor().fetch("GET", "/chez/greg/page2?a=1")
    assert status == 200
    assert "Vous entrez chez Greg" in body.decode()
    assert "N’y tapez jamais de mot de passe." in body.decode()
    assert "/page2?a=1" in body.decode()
    assert headers[b"content-security-policy"].startswith(b"sandbox; default-src 'none'")
    assert not tab.opens()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
async def test_without_a_key_nothing_else_passes(tab, method):
    status, _, _ = await Visitor().fetch(method, "/chez/greg/")
    assert status == 403
    assert not tab.opens()


async def test_the_button_of_that_page_leads_to_the_pupil_s_server(tab, nathalie):
    status, headers, body = await nathalie.get("/page2?a=1")
    assert (status, headers[b"content-type"]) == (200, b"text/html; charset=utf-8")
    assert body.startswith(b"<!doctype html><script>")
    assert body.endswith(b"<p>Bonjour")
    scope = tab.opens()[0]["scope"]
    assert (scope["path"], scope["root_path"]) == (f"{nathalie.root}/page2", nathalie.root)
    assert (scope["method"], scope["query_string"], scope["scheme"]) == ("GET", "a=1", "http")


@pytest.mark.parametrize("path", ["/", "/admin/", "/page2", "/ws/relais", "/chezgreg", "/chez/Greg/", "/lecon/"])
async def test_of_the_site_nothing_is_here(tab, path):
    status, headers, body = await Visitor().fetch("GET", path)
    assert status == 404
    assert "url" in body.decode()
    assert headers[b"cache-control"] == b"no-store"


async def test_the_origin_says_what_it_is_to_who_probes_it(chez):
    status, headers, _ = await Visitor().fetch("GET", "/chez/")
    assert (status, headers[b"access-control-allow-origin"]) == (200, b"*")


async def test_nobody_of_that_name_is_404(chez):
    assert (await Visitor().fetch("GET", "/chez/personne/"))[0] == 404


async def test_a_closed_tab_is_502_and_one_that_went_without_a_word_504(tab, nathalie, open_tab, greg):
    await tab.close(1001)
    status, _, body = await nathalie.get()
    assert (status, "Le serveur de Greg est arrêté" in body.decode()) == (502, True)
    again = await open_tab(greg)
    assert (await nathalie.get())[0] == 200
    await again.close(1006)
    status, _, body = await nathalie.get()
    assert (status, "L’onglet de Greg dort" in body.decode()) == (504, True)


async def test_closed_by_the_teacher_is_403(tab, nathalie, on_site):
    await on_site(opening.close)()
    await tab.closed()
    status, _, body = await nathalie.get()
    assert (status, "serveurs des élèves pour l’instant" in body.decode()) == (403, True)


async def test_one_server_that_the_teacher_closed_does_not_say_that_all_are(tab, nathalie, on_site):
    await on_site(opening.close_one)("greg")
    await tab.closed()
    status, _, body = await nathalie.get()
    assert (status, "Le serveur de Greg est fermé" in body.decode()) == (403, True)


async def test_another_s_key_or_address_opens_nothing(tab, nathalie, open_tab, on_site):
    await open_tab(await on_site(Pupil.objects.create)(name="Alice"))
    stolen = nathalie.root.partition("~")[2]
    for visitor, path in [(Visitor("10.0.0.3"), f"/chez/greg/~{stolen}/"), (nathalie, f"/chez/alice/~{stolen}/")]:
        assert "Vous entrez chez" in (await visitor.fetch("GET", path))[2].decode()
        assert (await visitor.fetch("POST", path))[0] == 403
    assert not tab.opens()


async def test_who_comes_from_the_site_is_named(tab, on_site):
    nathalie = await on_site(Pupil.objects.create)(name="Nathalie")
    entry = keys.new_key(await on_site(lambda: Pupil.objects.get(name="Greg").server.pk)(), nathalie.pk, entered=False)
    visitor = Visitor()
    _, _, body = await visitor.fetch("GET", f"/chez/greg/~{entry.text(visitor.address)}/")
    assert "voit que vous êtes Nathalie" in body.decode()
    assert (await visitor.fetch("POST", f"/chez/greg/~{entry.text(visitor.address)}/"))[0] == 403
    await visitor.enters(key=entry.text(visitor.address))
    await visitor.get()
    await visitor.get()
    assert [each["visitor"] for each in tab.opens()] == [{"name": "Nathalie", "number": 1}] * 2


async def test_a_name_that_is_none_of_this_machine_s_is_refused(tab, nathalie):
    scope = nathalie.scope("http", f"{nathalie.root}/", method="GET") | {"headers": [(b"host", b"evil.example:8001")]}
    wire = Wire(Door(), scope)
    await wire.task
    assert wire.of("http.response.start")[0]["status"] == 400
    assert not tab.opens()


@pytest.mark.parametrize("origin", [b"null", b"http://" + HOST, None])
async def test_a_socket_is_opened_by_a_page_of_this_origin_or_by_a_program(tab, nathalie, origin):
    tab.answers = lambda envelope: [{"type": "websocket.accept"}] if envelope["type"] == "open" else []
    socket = nathalie.socket(origin=origin)
    await socket.until(lambda: socket.of("websocket.accept"))
    await socket.leave("websocket.disconnect", code=1000)


@pytest.mark.parametrize("origin", [b"http://127.0.0.1:8000", b"http://evil", b"https://" + HOST, b"file://", b""])
async def test_a_socket_of_another_origin_is_refused(tab, nathalie, origin):
    socket = nathalie.socket(origin=origin or b"nonsense")
    assert (await socket.until(lambda: socket.of("websocket.close")))[0]["code"] == 4403
    assert not tab.opens()


@pytest.mark.parametrize(
    "path", ["/ws/relais", "/chez/greg/ws/../../../ws/relais", "/chez/greg/%2e%2e/ws/relais", "//ws/relais"]
)
async def test_no_address_of_this_origin_leads_to_the_site_s_sockets(tab, path):
    visitor = Visitor()
    socket = visitor.socket(path)
    assert (await socket.until(lambda: socket.of("websocket.close")))[0]["code"] == 4403
    assert len(tab.heard) == 1  # its welcome


async def test_the_mount_point_without_a_slash_is_moved(nathalie):
    status, headers, _ = await nathalie.fetch("GET", nathalie.root)
    assert (status, headers[b"location"].decode()) == (302, f"{nathalie.root}/")


async def test_a_page_may_send_json_to_its_own_server(tab, nathalie):
    headers = [(b"access-control-request-method", b"POST"), (b"origin", b"null")]
    status, answer, _ = await nathalie.fetch("OPTIONS", f"{nathalie.root}/api", headers=headers)
    assert (status, b"content-type" in answer[b"access-control-allow-headers"]) == (204, True)
    assert not tab.opens()
    tab.answers = lambda envelope: page() if envelope["type"] == "event" else []
    await nathalie.fetch("OPTIONS", f"{nathalie.root}/api")
    assert tab.opens()[0]["scope"]["method"] == "OPTIONS"
