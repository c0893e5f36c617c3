"""What an order of the teacher's is: it says what it will do, does it, and is kept as an Act.

One that destroys something or shuts somebody out asks first.
"""

from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from classroom.models import Act, Block


@dataclass(frozen=True)
class Order:
    """`says(target)`: the sentence, kept as the Act. `shows(target)`: the lines that the question adds to it."""

    model: type
    says: callable
    does: callable
    asks: bool = False
    shows: callable = lambda target: []

    def target(self, key):
        return get_object_or_404(self.model, pk=key)

    def carry_out(self, target, by, value=""):
        """Raises ValidationError where `value` will not do."""
        what = self.says(target)
        with transaction.atomic():
            self.does(target, by, value)
            Act.objects.create(by=by, what=what)
        return what


class PlaceOrder(Order):
    """An order about an address: it need not be blocked yet."""

    def target(self, key):
        block = Block(address=key, until=timezone.now())
        block.clean_fields(exclude=["by"])
        return block
