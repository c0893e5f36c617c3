"""Who is behind a socket or a request: a pupil with a claim, a browser with the lesson's cookie, or an address."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

# The teacher's; also the addresses of a proxy that does not say for whom it asks.
THIS_PC = ("127.0.0.1", "::1", "::ffff:127.0.0.1")


@dataclass(frozen=True, slots=True)
class Person:
    """`claim`: the pupil's number; `visitor`: what the cookie says. None where there is none."""

    address: str
    claim: int | None = None
    visitor: str | None = None

    @classmethod
    def of(cls, scope):
        """The Person behind an ASGI scope."""
        pupil = scope.get("pupil")
        return cls(address_of(scope), pupil.claim if pupil else None, visitor_of(scope))

    @classmethod
    def asking(cls, request):
        """The Person behind a request."""
        return cls(one_of(request.META["REMOTE_ADDR"]), request.pupil.claim, visitor_of(request))

    def is_same(self, other):
        """Whether both are one human being, as far as one can tell."""
        if self.claim is not None and self.claim == other.claim:
            return True
        if self.visitor is not None and self.visitor == other.visitor:
            return True
        return self.holder == other.holder

    @property
    def holder(self):
        """What counts as one in quotas: the address, unless a whole class has the same one."""
        if settings.SHARED_ADDRESS:
            return self.claim or self.visitor or self.address
        return self.address


def address_of(scope):
    """The client's address. Whoever speaks to a PC from one of its own addresses is that PC."""
    client, server = (scope.get("client") or ["?"])[0], (scope.get("server") or [None])[0]
    return THIS_PC[0] if client == server else one_of(client)


def one_of(address):
    """The address itself, but one and the same for all those of this PC."""
    return THIS_PC[0] if address in THIS_PC else address


def visitor_of(source):
    """The id in the cookie of a request or of a scope, by the function that CHAT_VISITOR names; or None."""
    return import_string(settings.CHAT_VISITOR)(source) if settings.CHAT_VISITOR else None
