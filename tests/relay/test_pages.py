import pytest

from relay import pages


@pytest.mark.parametrize(
    ("name", "words"),
    [("Greg", "de Greg"), ("Alice", "d’Alice"), ("Élodie", "d’Élodie"), ("", "de "), ("Yanis", "de Yanis")],
)
def test_names_are_elided(name, words):
    assert pages.fill("Le serveur {de}", name) == f"Le serveur {words}"


@pytest.mark.parametrize("case", pages.WORDS)
async def test_each_case_has_a_page_that_runs_nothing_and_may_hold_any_name(case):
    sent = []

    async def send(event):
        sent.append(event)

    scope = {"chez": "http://pc:8001", "site": "http://pc:8000"}
    await pages.answer(scope, send, case, "<script>")
    assert sent[0]["status"] == pages.WORDS[case][0]
    assert b"<script>" not in sent[1]["body"]
    assert "{" not in sent[1]["body"].decode().replace("{% url", "")
    assert b'href="http://pc:8000/chez/"' in sent[1]["body"]
