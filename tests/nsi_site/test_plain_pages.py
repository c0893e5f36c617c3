import re

import pytest

from nsi_site import plain_pages


@pytest.mark.parametrize("status", plain_pages.EXPLANATIONS)
def test_each_status_has_a_page_in_french(status):
    text = plain_pages.page(status).decode()
    assert f"<title>{status} " in text
    assert plain_pages.EXPLANATIONS[status] in text


def test_the_raw_answer_is_one_that_a_browser_reads():
    head, _, body = plain_pages.raw_answer(503, "Réessayez.").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\nDate: ")
    assert int(re.search(rb"Content-Length: (\d+)", head)[1]) == len(body)
    assert "Réessayez.".encode() in body


async def test_an_application_can_give_it_too():
    sent = []

    async def send(message):
        sent.append(message)

    await plain_pages.answer(send, 503, "Réessayez.")
    assert sent[0]["status"] == 503
    assert "Réessayez.".encode() in sent[1]["body"]
