"""Waits after wrong tries, without a clear address or name anywhere.

Counts hang on HMAC(address) and HMAC(name) under a random key that lies outside the database and lives one day.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from waystation.foundation import clock, keyfiles, store
from waystation.foundation.agencies.models import plain_name

WINDOW = 3600
"""Seconds without a wrong try after which a count is forgotten."""
FIRST_WAIT, LONGEST_WAIT = 60, 900
FREE_TRIES = {"name": 5, "address": 20, "code": 5}
"""Wrong tries before the first wait, for one name, one address and one member's codes."""


@dataclass(frozen=True)
class Wait:
    """Until when (epoch seconds) no further try is looked at."""

    until: float

    @property
    def seconds(self) -> int:
        return max(1, round(self.until - now()))

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)


def now() -> float:
    """Epoch seconds of the machine, not of the demo's clock."""
    return clock.seconds()


def waiting(*keys: tuple[str, str]) -> Wait | None:
    """The longest wait that stands for any of (kind, value)."""
    found = [cache.get(_cache_key(kind, value)) for kind, value in keys]
    until = max((entry[1] for entry in found if entry), default=0.0)
    return Wait(until) if until > now() else None


def count_wrong(*keys: tuple[str, str]) -> Wait | None:
    """Count one wrong try for each (kind, value); returns the wait that begins, if one does."""
    until = 0.0
    with store.writing():
        for kind, value in keys:
            key = _cache_key(kind, value)
            count = (cache.get(key) or (0, 0.0))[0] + 1
            over = count - FREE_TRIES[kind]
            ends = now() + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10)) if over >= 0 else 0.0
            cache.set(key, (count, ends), WINDOW)
            until = max(until, ends)
    return Wait(until) if until else None


def forget(*keys: tuple[str, str]) -> None:
    """Clear the counts after a sign-in that went through."""
    with store.writing():
        cache.delete_many([_cache_key(kind, value) for kind, value in keys])


def _cache_key(kind: str, value: str) -> str:
    mac = hmac.digest(_daily_key(), f"{kind}\0{plain_name(value)}".encode("utf-8", "replace"), "sha256")
    return f"tries:{kind}:{mac.hex()[:40]}"


def _daily_key() -> bytes:
    home, name = Path(settings.WAYSTATION_HOME), f"limiter-{clock.today():%Y%m%d}"
    path = keyfiles.path_of(home, name)
    if not path.exists():
        for old in path.parent.glob("limiter-*.key"):
            old.unlink(missing_ok=True)
    return keyfiles.read_or_make(home, name)
