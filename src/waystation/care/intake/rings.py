"""What a telephone exchange says of calls: ringing, in the queue, answered, hung up. In memory only, never stored.

A number is read once, turned into a token under a random key of the day, and forgotten; the token says "called earlier
today" and nothing else. Events are those of Asterisk's manager interface: lines `Key: value`, an empty line at the end.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from hashlib import sha256
from secrets import token_bytes
from threading import Lock

MOST_BYTES = 65_536
MOST_CALLS, MOST_TOKENS = 200, 5_000
FORGOTTEN = dt.timedelta(hours=2)
"""A call nobody ended in the exchange's words is forgotten after this long."""
STATES = {
    "newchannel": "ringing", "ring": "ringing", "dialbegin": "ringing", "queuecallerjoin": "waiting",
    "agentconnect": "answered", "bridgeenter": "answered", "answer": "answered",
    "hangup": "", "queuecallerabandon": "",
}  # fmt: skip
"""What a call becomes by each event; "" when it is over."""
_PLAIN = re.compile(r"[A-Za-z0-9.\-_]{1,64}")


@dataclass(frozen=True)
class RingEvent:
    """One event: its name in lower case, the exchange's word for the call, the caller's number or ""."""

    name: str
    call: str
    number: str = ""


@dataclass
class Ring:
    """A call that rings or waits: since when, and whether the same number called earlier on this day."""

    since: dt.datetime
    state: str
    earlier: bool = False


def parse(body: bytes) -> list[RingEvent]:
    """The events of a stretch of the manager's stream. What is no event, or has no call, is left out; never raises."""
    found = []
    for packet in re.split(r"\r?\n\r?\n", body[:MOST_BYTES].decode("utf-8", "replace")):
        said: dict[str, str] = {}
        for line in packet.splitlines():
            key, sign, value = line.partition(":")
            if sign:
                said.setdefault(key.strip().lower(), value.strip())
        name = said.get("event", "").lower()
        call = said.get("linkedid") or said.get("uniqueid") or ""
        if name in STATES and _PLAIN.fullmatch(call):
            found.append(RingEvent(name, call, said.get("calleridnum", "")))
    return found


@dataclass
class Board:
    """The calls of this process. Keys of a day are random, live here, and go with the day.

    Events and pages come on threads of their own: whoever reads or changes it holds `lock`.
    """

    calls: OrderedDict[str, Ring] = field(default_factory=OrderedDict)
    tokens: OrderedDict[bytes, None] = field(default_factory=OrderedDict)
    day: dt.date | None = None
    key: bytes = b""
    changes: int = 0
    """How often something changed, so that a page can tell."""
    lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, event: RingEvent, now: dt.datetime) -> None:
        """Take one event in; one that says nothing new changes nothing."""
        with self.lock:
            self._take(event, now)

    def _take(self, event: RingEvent, now: dt.datetime) -> None:
        self._turn(now.date())
        state = STATES.get(event.name)
        if state is None:
            return
        known = self.calls.get(event.call)
        if not state:
            self.changes += known is not None
            self.calls.pop(event.call, None)
            return
        if known is not None:
            self.changes += known.state not in (state, "answered")
            known.state = known.state if known.state == "answered" else state
            return
        self.changes += 1
        self.calls[event.call] = Ring(now, state, self._earlier(event.number))
        while len(self.calls) > MOST_CALLS:
            self.calls.popitem(last=False)

    def waiting(self, now: dt.datetime) -> list[Ring]:
        """Calls that nobody answered yet, the longest wait first; copies, which no event changes."""
        with self.lock:
            self._turn(now.date())
            for call in [call for call, ring in self.calls.items() if now - ring.since > FORGOTTEN]:
                del self.calls[call]
            found = [replace(ring) for ring in self.calls.values() if ring.state != "answered"]
        return sorted(found, key=lambda ring: ring.since)

    def lose(self) -> None:
        """Forget every call: the exchange is not heard any more, so nobody knows whether they still ring."""
        with self.lock:
            self.changes += bool(self.calls)
            self.calls.clear()

    def _earlier(self, number: str) -> bool:
        digits = re.sub(r"\D", "", number)
        if len(digits) < 3:  # withheld, anonymous
            return False
        token = hmac.new(self.key, digits.encode(), sha256).digest()
        seen = token in self.tokens
        self.tokens[token] = None
        while len(self.tokens) > MOST_TOKENS:
            self.tokens.popitem(last=False)
        return seen

    def _turn(self, day: dt.date) -> None:
        if day != self.day:
            self.day, self.key = day, token_bytes(32)
            self.tokens.clear()


BOARD = Board()
