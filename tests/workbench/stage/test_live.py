from workbench.stage.live import Live


def test_an_event_for_a_connection_that_has_ended_is_late_and_nothing_else():
    live = Live(lambda message: None)
    for take in (live.event, live.end, live.pause, live.resume):
        take({"id": 7, "event": {"type": "http.request"}})
    assert live.connections == {}
