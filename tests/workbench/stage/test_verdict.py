from workbench.stage.arrows import Arrow
from workbench.stage.verdict import Verdict, broken, elsewhere, passed


def test_four_states_that_cannot_be_mistaken():
    assert [v.to_json()["state"] for v in (passed(), Verdict(), broken("x"), elsewhere())] == [
        "passed",
        "failed",
        "broken",
        "elsewhere",
    ]


def test_arrows_are_plain_json():
    verdict = Verdict(seen_arrows=[Arrow("A", "open", "maths")]).to_json()
    assert verdict["arrows"] == {"expected": [], "seen": [{"client": "A", "kind": "open", "text": "maths", "mark": ""}]}


def test_a_place_is_kept_when_nothing_better_is_known():
    assert Verdict(line=3).at({"line": None}).line == 3
