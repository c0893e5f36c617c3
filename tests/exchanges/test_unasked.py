import json

import pytest

from exchanges.unasked import OPENING, PROMPT, QUIET, REMEMBERED, Turns, ids_in


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def turns(clock):
    """A socket whose opening is over."""
    turns = Turns(clock)
    turns.opened()
    clock.now += QUIET
    return turns


def messages(*ids):
    return json.dumps({"type": "messages", "messages": [{"number": 1, "id": id} for id in ids], "more": False})


def test_what_comes_with_the_opening_answers_the_handshake(clock):
    turns = Turns(clock)
    turns.opened()
    for _ in range(3):
        clock.now += QUIET / 2
        assert turns.is_answer('{"type": "welcome"}')
    clock.now += QUIET
    assert not turns.is_answer('{"type": "elapsed"}')


def test_a_room_that_is_never_silent_does_not_make_the_opening_last(clock):
    turns = Turns(clock)
    turns.opened()
    end = clock.now + OPENING
    while clock.now < end:
        assert turns.is_answer(messages("autre"))
        clock.now += QUIET / 3
    assert not turns.is_answer(messages("autre"))


def test_a_message_of_its_own_that_comes_back_answers_its_sender(turns):
    turns.client_sent('{"type": "message", "id": "moi-1", "message": "coucou"}')
    assert turns.is_answer(messages("autre", "moi-1"))


def test_the_same_message_reaches_the_others_unasked(turns):
    assert not turns.is_answer(messages("autre"))


def test_what_others_say_meanwhile_is_no_answer(turns, clock):
    turns.client_sent('{"type": "message", "id": "moi-1", "message": "coucou"}')
    assert not turns.is_answer(messages("autre"))
    assert not turns.is_answer('{"type": "elapsed", "timeChat": 3}')
    clock.now += 60
    assert turns.is_answer(messages("moi-1"))


def test_an_error_that_names_the_message_answers_it(turns):
    turns.client_sent('{"type": "message", "id": "moi-1", "message": ""}')
    assert turns.is_answer('{"type": "error", "code": "empty_message", "id": "moi-1"}')


def test_a_frame_without_id_has_one_answer_the_next_frame(turns):
    turns.client_sent('{"type": "history", "after": 3}')
    assert turns.is_answer(messages("autre"))
    assert not turns.is_answer(messages("autre"))


def test_two_frames_without_id_have_two_answers(turns):
    turns.client_sent("un")
    turns.client_sent("deux")
    assert [turns.is_answer(text) for text in ("un", "deux", "trois")] == [True, True, False]


def test_an_answer_comes_promptly_or_not_at_all(turns, clock):
    turns.client_sent("ping")
    clock.now += PROMPT
    assert not turns.is_answer("pong")


def test_presence_and_clock_come_unasked(turns):
    assert not turns.is_answer('{"type": "presence", "nbClients": 2}')
    assert not turns.is_answer('{"type": "elapsed", "timeChat": 2}')
    assert not turns.is_answer("")


def test_only_the_last_ids_are_remembered(turns):
    for number in range(REMEMBERED + 1):
        turns.client_sent(json.dumps({"id": f"moi-{number}"}))
    assert not turns.is_answer(messages("moi-0"))
    assert turns.is_answer(messages("moi-1"))


def test_ids_are_found_in_a_frame_and_in_its_lists():
    assert ids_in('{"id": "a"}') == {"a"}
    assert ids_in('{"id": 7, "x": [{"id": "b"}, {"id": null}, 3, "c"]}') == {"7", "b"}


@pytest.mark.parametrize(
    "text", ["", "coucou", "[1]", '"id"', "NaN", '{"x": {"id": "a"}}', "[" * 10_000, '{"a":' * 10_000]
)
def test_frames_of_any_other_shape_carry_no_id(text):
    assert ids_in(text) == set()


def test_an_endless_id_is_not_remembered(turns):
    turns.client_sent(messages("x" * 10_000, "short"))
    assert list(turns.sent) == ["short"]


def test_questions_that_nobody_answers_are_forgotten(turns):
    for _ in range(2 * REMEMBERED):
        turns.client_sent("?")
    assert len(turns.expected) == REMEMBERED
