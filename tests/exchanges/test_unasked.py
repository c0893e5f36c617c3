import json

import pytest

from exchanges.unasked import OPENING, PROMPT, QUIET, REMEMBERED, Dialogue, ids_in


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def dialogue(clock):
    """A socket whose opening is over."""
    dialogue = Dialogue(clock)
    dialogue.opened()
    clock.now += QUIET
    return dialogue


def messages(*ids):
    return json.dumps({"type": "messages", "messages": [{"number": 1, "id": id} for id in ids], "more": False})


def test_what_comes_with_the_opening_answers_the_handshake(clock):
    dialogue = Dialogue(clock)
    dialogue.opened()
    for _ in range(3):
        clock.now += QUIET / 2
        assert dialogue.is_answer('{"type": "welcome"}')
    clock.now += QUIET
    assert not dialogue.is_answer('{"type": "elapsed"}')


def test_a_room_that_is_never_silent_does_not_make_the_opening_last(clock):
    dialogue = Dialogue(clock)
    dialogue.opened()
    end = clock.now + OPENING
    while clock.now < end:
        assert dialogue.is_answer(messages("autre"))
        clock.now += QUIET / 3
    assert not dialogue.is_answer(messages("autre"))


def test_a_message_of_its_own_that_comes_back_answers_its_sender(dialogue):
    dialogue.client_sent('{"type": "message", "id": "moi-1", "message": "coucou"}')
    assert dialogue.is_answer(messages("autre", "moi-1"))


def test_the_same_message_reaches_the_others_unasked(dialogue):
    assert not dialogue.is_answer(messages("autre"))


def test_what_others_say_meanwhile_is_no_answer(dialogue, clock):
    dialogue.client_sent('{"type": "message", "id": "moi-1", "message": "coucou"}')
    assert not dialogue.is_answer(messages("autre"))
    assert not dialogue.is_answer('{"type": "elapsed", "timeChat": 3}')
    clock.now += 60
    assert dialogue.is_answer(messages("moi-1"))


def test_an_error_that_names_the_message_answers_it(dialogue):
    dialogue.client_sent('{"type": "message", "id": "moi-1", "message": ""}')
    assert dialogue.is_answer('{"type": "error", "code": "empty_message", "id": "moi-1"}')


def test_a_frame_without_id_has_one_answer_the_next_frame(dialogue):
    dialogue.client_sent('{"type": "history", "after": 3}')
    assert dialogue.is_answer(messages("autre"))
    assert not dialogue.is_answer(messages("autre"))


def test_two_frames_without_id_have_two_answers(dialogue):
    dialogue.client_sent("un")
    dialogue.client_sent("deux")
    assert [dialogue.is_answer(text) for text in ("un", "deux", "trois")] == [True, True, False]


def test_an_answer_comes_promptly_or_not_at_all(dialogue, clock):
    dialogue.client_sent("ping")
    clock.now += PROMPT
    assert not dialogue.is_answer("pong")


def test_presence_and_clock_come_unasked(dialogue):
    assert not dialogue.is_answer('{"type": "presence", "nbClients": 2}')
    assert not dialogue.is_answer('{"type": "elapsed", "timeChat": 2}')
    assert not dialogue.is_answer("")


def test_only_the_last_ids_are_remembered(dialogue):
    for number in range(REMEMBERED + 1):
        dialogue.client_sent(json.dumps({"id": f"moi-{number}"}))
    assert not dialogue.is_answer(messages("moi-0"))
    assert dialogue.is_answer(messages("moi-1"))


def test_ids_are_found_in_a_frame_and_in_its_lists():
    assert ids_in('{"id": "a"}') == {"a"}
    assert ids_in('{"id": 7, "x": [{"id": "b"}, {"id": null}, 3, "c"]}') == {"7", "b"}


@pytest.mark.parametrize(
    "text", ["", "coucou", "[1]", '"id"', "NaN", '{"x": {"id": "a"}}', "[" * 10_000, '{"a":' * 10_000]
)
def test_frames_of_any_other_shape_carry_no_id(text):
    assert ids_in(text) == set()


def test_an_endless_id_is_not_remembered(dialogue):
    dialogue.client_sent(messages("x" * 10_000, "short"))
    assert list(dialogue.sent) == ["short"]


def test_questions_that_nobody_answers_are_forgotten(dialogue):
    for _ in range(2 * REMEMBERED):
        dialogue.client_sent("?")
    assert len(dialogue.expected) == REMEMBERED
