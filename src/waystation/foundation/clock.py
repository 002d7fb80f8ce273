"""The one clock of the application: real time, moved by the demo's offset."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_cache: tuple[Path, int, float] | None = None


def offset() -> float:
    """Seconds to add to real time: the number in WAYSTATION_HOME/clock, 0 without the file."""
    global _cache
    path = Path(settings.WAYSTATION_HOME) / "clock"
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return 0.0
    if _cache is None or _cache[:2] != (path, stamp):
        _cache = (path, stamp, float(path.read_text().strip() or 0))
    return _cache[2]


def now() -> dt.datetime:
    """Aware UTC time, to the microsecond."""
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=offset())


def today() -> dt.date:
    """The local date (TIME_ZONE)."""
    return timezone.localdate(now())


def set_offset(seconds: float) -> None:
    """Move the clock of this data folder. Only the demo calls it."""
    path = Path(settings.WAYSTATION_HOME) / "clock"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{seconds:.0f}\n")
    global _cache
    _cache = None
