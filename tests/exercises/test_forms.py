from exercises.forms import RulesForm


def test_a_rule_is_one_of_three():
    assert RulesForm({"solutions": "open"}).is_valid()
    assert not RulesForm({"solutions": "jamais"}).is_valid()
