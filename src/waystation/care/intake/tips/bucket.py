"""How many messages one place may send at once. What is over waits its turn; nothing is refused and nobody is blocked.

A place is a /24 (IPv6 /48), known only as an HMAC under a random key that lives in this process and one day at most.
"""

from __future__ import annotations

import hmac
import ipaddress
import math
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from waystation.foundation import clock

BURST, PER_MINUTE = 30, 30
"""Messages of one place that go through at once, and then each minute."""
FORGOTTEN = 120
"""Seconds after which a page that no longer asks has lost its place in the queue; its message is kept all the same."""
DRAFTS, DRAFTS_PER_MINUTE = 120, 10
"""Unsent drafts of one place at once, and how many more each minute; one that is sent gives its place back."""
MOST_IN_TURN = 200
"""Pages of one place whose turn is known; who comes after them is told the number, and asks again."""
_DAY = 86_400
_MOST = 20_000
_MOST_TURNS = 40_000


@dataclass
class _Turn:
    """A ticket of the queue, and when its page last asked."""

    ticket: int
    at: float


@dataclass
class _Place:
    tokens: float
    drafts: float
    at: float
    issued: int = 0
    waiting: OrderedDict[UUID, _Turn] = field(default_factory=OrderedDict)


class Buckets:
    """The buckets of a process."""

    def __init__(self, burst: int = BURST, per_minute: float = PER_MINUTE, now: Callable[[], float] = clock.seconds):
        self.burst, self.rate, self.now = burst, per_minute / 60, now
        self._guard, self._turns = threading.Lock(), 0
        self._places: OrderedDict[bytes, _Place] = OrderedDict()
        self._key, self._since = secrets.token_bytes(32), now()

    def turn(self, address: str, asker: UUID) -> int:
        """0 when this one may go now, else its number in the queue of its place.

        The number counts tickets: those who left the middle of the queue count until it has passed them.
        """
        with self._guard:
            place = self._place(address)
            self._forget(place)
            ahead = self._ahead(place, asker)
            if ahead < math.floor(place.tokens):
                self._turns -= place.waiting.pop(asker, None) is not None
                place.tokens -= 1
                return 0
            return ahead + 1

    def may_begin(self, address: str) -> bool:
        """Whether a place may have one more unsent draft; asked before anything is stored."""
        with self._guard:
            place = self._place(address)
            if place.drafts < 1:
                return False
            place.drafts -= 1
            return True

    def sent(self, address: str) -> None:
        """A draft of this place has become a message: another may begin."""
        with self._guard:
            place = self._place(address)
            place.drafts = min(DRAFTS, place.drafts + 1)

    def _forget(self, place: _Place) -> None:
        while place.waiting and next(iter(place.waiting.values())).at < place.at - FORGOTTEN:
            place.waiting.popitem(last=False)
            self._turns -= 1

    def _ahead(self, place: _Place, asker: UUID) -> int:
        known = place.waiting.get(asker)
        if known is not None:
            known.at = place.at
            return known.ticket - next(iter(place.waiting.values())).ticket
        first = next(iter(place.waiting.values())).ticket if place.waiting else place.issued
        ahead = place.issued - first
        if len(place.waiting) < MOST_IN_TURN and self._turns < _MOST_TURNS:
            place.waiting[asker] = _Turn(place.issued, place.at)
            place.issued += 1
            self._turns += 1
        return ahead

    def _place(self, address: str) -> _Place:
        at = self.now()
        if at - self._since > _DAY:
            self._key, self._since = secrets.token_bytes(32), at
            self._places.clear()
            self._turns = 0
        name = hmac.digest(self._key, _network(address), "sha256")[:16]
        if name not in self._places and len(self._places) >= _MOST:
            self._turns -= len(self._places.popitem(last=False)[1].waiting)
        place = self._places.setdefault(name, _Place(self.burst, DRAFTS, at))
        gone = at - place.at
        place.tokens = min(self.burst, place.tokens + gone * self.rate)
        place.drafts = min(DRAFTS, place.drafts + gone * DRAFTS_PER_MINUTE / 60)
        place.at = at
        return place


def _network(address: str) -> bytes:
    """The first 24 bits of an IPv4 address, 48 of an IPv6 one; what is no address (a socket) is one place."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return b""
    mapped = getattr(known, "ipv4_mapped", None)
    known = mapped or known
    return known.packed[: 3 if known.version == 4 else 6]


buckets = Buckets()
