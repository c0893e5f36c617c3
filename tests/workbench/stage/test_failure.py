from workbench.stage.failure import Failure


def test_a_failure_holds_what_the_words_may_name():
    failure = Failure("no_answer", text="coucou")
    assert (failure.code, failure.case.text, failure.case.client) == ("no_answer", "coucou", None)
