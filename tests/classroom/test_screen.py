from classroom import presence, screen
from classroom.models import Screen
from exchanges import journal


def test_an_exchange_is_a_copy_of_the_pupil_s_last_events(transactional_db, monkeypatch):
    journal.store([("visitor-1", {"kind": "request", "client": "A", "n": n}) for n in range(80)])
    monkeypatch.setattr(presence, "here", lambda claims: {claim: "visitor-1" for claim in claims if claim == 7})
    form = screen.ScreenForm({"kind": "exchange", "pupil": 7})
    assert form.is_valid()
    form.show()
    shown = Screen.objects.current()
    assert [event["n"] for event in shown.content] == list(range(20, 80))
    journal.forget("visitor-1")
    assert len(Screen.objects.current().frame["events"]) == 60


def test_whose_page_is_closed_has_no_exchange_to_show(db):
    assert not screen.ScreenForm({"kind": "exchange", "pupil": 7}).is_valid()


def test_the_next_order_replaces_the_one_before(transactional_db):
    for data in ({"kind": "pause", "text": "Ici !"}, {"kind": "code", "text": "x = 1"}, {"kind": ""}):
        form = screen.ScreenForm(data)
        assert form.is_valid()
        form.show()
        assert Screen.objects.get().kind == data["kind"]
