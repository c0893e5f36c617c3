"""What became of the messages: lost, doubled, disordered."""

from itertools import pairwise


def tally(sent, heard):
    """Count over all clients; `sent` is a set of numbers, `heard` a list of numbers for each client.

    A message is lost to a client that never had it, doubled each time it came again, disordered where it comes before
    another that the first client had before it. What was not sent in this run (a room's history) is left out.
    """
    came = [[number for number in numbers if number in sent] for numbers in heard]
    firsts = [list(dict.fromkeys(numbers)) for numbers in came]
    order = {number: place for place, number in enumerate(firsts[0])} if firsts else {}
    return {
        "deliveries": sum(map(len, firsts)),
        "lost": sum(len(sent) - len(first) for first in firsts),
        "doubled": sum(len(numbers) - len(first) for numbers, first in zip(came, firsts, strict=True)),
        "disordered": sum(backwards(first, order) for first in firsts),
    }


def backwards(numbers, order):
    places = [order[number] for number in numbers if number in order]
    return sum(one > next for one, next in pairwise(places))
