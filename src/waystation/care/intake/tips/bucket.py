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
_DAY = 86_400
_MOST = 20_000


@dataclass
class _Place:
    tokens: float
    at: float
    waiting: OrderedDict[UUID, float] = field(default_factory=OrderedDict)


class Buckets:
    """The buckets of a process."""

    def __init__(self, burst: int = BURST, per_minute: float = PER_MINUTE, now: Callable[[], float] = clock.seconds):
        self.burst, self.rate, self.now = burst, per_minute / 60, now
        self._guard = threading.Lock()
        self._places: OrderedDict[bytes, _Place] = OrderedDict()
        self._key, self._since = secrets.token_bytes(32), now()

    def turn(self, address: str, asker: UUID) -> int:
        """0 when this one may go now, else its number in the queue of its place."""
        with self._guard:
            at = self.now()
            place = self._place(address, at)
            place.tokens = min(self.burst, place.tokens + (at - place.at) * self.rate)
            place.at = at
            while place.waiting and next(iter(place.waiting.values())) < at - FORGOTTEN:
                place.waiting.popitem(last=False)
            ahead = self._ahead(place, asker, at)
            if ahead < math.floor(place.tokens):
                place.waiting.pop(asker, None)
                place.tokens -= 1
                return 0
            return ahead + 1

    @staticmethod
    def _ahead(place: _Place, asker: UUID, at: float) -> int:
        known = asker in place.waiting
        if not known:
            ahead = len(place.waiting)
        else:
            ahead = next(number for number, one in enumerate(place.waiting) if one == asker)
        place.waiting[asker] = at
        return ahead

    def _place(self, address: str, at: float) -> _Place:
        if at - self._since > _DAY:
            self._key, self._since = secrets.token_bytes(32), at
            self._places.clear()
        name = hmac.digest(self._key, _network(address), "sha256")[:16]
        if name not in self._places and len(self._places) >= _MOST:
            self._places.popitem(last=False)
        return self._places.setdefault(name, _Place(self.burst, at))


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
