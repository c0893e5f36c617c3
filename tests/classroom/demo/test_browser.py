import json

import pytest

from classroom.demo.browser import HERE, Browser, Refused, own_addresses
from tests.servers import unique_name


async def test_it_takes_a_name_as_a_page_does_and_keeps_its_cookies(school):
    browser = Browser(school.port, "127.0.1.7")
    await browser.get("/lecon/")
    name = unique_name()
    assert json.loads(await browser.post("/eleve/nom", {"pseudonyme": name}))["name"] == name
    assert len(browser.cookies) >= 3  # of the forms, of the name, and that its owner is there
    await browser.post_json("/eleve/notes", {"lesson.x": "1"})
    assert json.loads(await browser.get("/eleve/notes")) == {"lesson.x": "1"}


async def test_what_the_site_refuses_is_an_error_with_its_words(school):
    with pytest.raises(Refused) as refusal:
        await Browser(school.port, "127.0.1.8").get("/rien")
    assert refusal.value.args[0] == 404


async def test_its_socket_is_a_page_s(school):
    async with Browser(school.port, "127.0.1.9").socket("/ws/chat/accueil") as socket:
        assert json.loads(await socket.recv())["type"] == "welcome"


def test_each_pupil_has_an_address_where_the_system_has_them():
    assert own_addresses(3) in (["127.0.1.1", "127.0.1.2", "127.0.1.3"], [HERE] * 3)
