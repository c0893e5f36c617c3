"""« Essayer ce poste », as the teacher opens it on each PC the day before."""

import re

from playwright.sync_api import expect

START = 180_000  # milliseconds for the engine on a busy machine
WITHOUT_WEB_ASSEMBLY = "delete globalThis.WebAssembly"


def station(page, site):
    page.goto(f"{site.url}/poste")
    return page.locator("#station-result")


def test_a_pc_that_has_all_is_ready_and_says_how_fast_python_was(page, site):
    result = station(page, site)
    expect(result).to_contain_text(re.compile("Ce poste est prêt"), timeout=START)
    expect(page.locator("[data-trial=engine] .badge")).to_have_text(re.compile(r"^[\d,]+ s$"))
    expect(page.locator("[data-trial=speed] .badge")).to_contain_text("Mo/s")
    expect(page.locator("[data-trial=chez] .badge")).to_have_text("oui")  # by the second port


def test_a_pc_without_web_assembly_is_told_so_and_tries_the_rest(page, site):
    page.add_init_script(WITHOUT_WEB_ASSEMBLY)
    result = station(page, site)
    expect(result).to_contain_text("Ce poste n’est pas prêt : sans WebAssembly. Le professeur le sait.")
    expect(page.locator("[data-trial=sockets] .badge")).to_have_text("oui")


def test_a_network_that_blocks_sockets_is_told_so(page, site):
    page.add_init_script(WITHOUT_WEB_ASSEMBLY)
    page.route_web_socket(re.compile("/ws/chat/"), lambda socket: socket.close())
    expect(station(page, site)).to_contain_text("sans WebAssembly, WebSockets bloquées")
