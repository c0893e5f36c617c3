import pytest

from exchanges.watch import Watch, harmless


class Diary(Watch):
    """Notes the order of what it sees."""

    def begin(self):
        self.note("begin")

    def received(self, message):
        self.note(message)

    def sent(self, message):
        self.note(message)

    def end(self, error):
        self.note(error)


@pytest.fixture
def seen():
    return []


async def ask():
    return "question"


def watch(app, seen):
    async def client(message):
        seen.append(f"client reads {message}")

    return Diary(app, {}, ask, client, seen.append)


async def answer(scope, receive, send):
    assert await receive() == "question"
    await send("answer")


async def test_what_is_sent_is_noted_before_the_client_can_react_to_it(seen):
    await watch(answer, seen).run()
    assert seen == ["begin", "question", "answer", "client reads answer", None]


async def test_what_the_application_raises_is_seen_and_goes_on(seen):
    error = ZeroDivisionError()

    async def fail(*args):
        raise error

    with pytest.raises(ZeroDivisionError) as raised:
        await watch(fail, seen).run()
    assert raised.value is error
    assert seen == ["begin", error]


def test_a_look_that_fails_is_logged_and_forgotten(caplog):
    assert harmless(lambda: 1 / 0)() is None
    assert "ZeroDivisionError" in caplog.text
    assert harmless(lambda x: x)(1) == 1
