import pytest
from django.core.exceptions import ValidationError

from classroom import orders
from classroom.models import Block


def test_one_that_is_unknown_is_refused():
    with pytest.raises(ValidationError, match="Cet ordre n’existe pas"):
        orders.find("licencier")


def test_each_order_says_what_it_does(room, greg, say, seance):
    message = say("a", user_name="Greg", author=greg.pk)
    block = Block.objects.block("10.0.0.9", "prof")
    targets = {type(target): target for target in (message, room, greg, seance, block)}
    for name, order in orders.ORDERS.items():
        target = targets[order.model]
        assert order.says(target)[0].isupper(), name
        assert not order.asks or order.shows(target), name
