"""What opening a step asks of the server; `python -m bench.opening` says how much that costs."""

from bench.opening import visit

MOST = 50  # requests for the heaviest step, by who comes to it from the home page for the first time
MOST_AGAIN = 15  # for the pages and what the lesson shows; the rest is in the browser


def test_the_step_of_the_real_chat_asks_for_each_file_once_for_all_frames(browser, site):
    pages = visit(browser, site, "vrai-chat")
    assert pages["step"]["pages"] == pages["again"]["pages"] == 3
    assert pages["step"]["sockets"] == 4
    assert pages["step"]["requests"] <= MOST
    assert pages["again"]["requests"] <= MOST_AGAIN
