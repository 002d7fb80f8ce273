"""The one clock of the application: real time, moved by the demo's offset, and never back.

When the computer's clock is set back, time goes on from the latest moment that was seen: what has expired stays
expired, sessions end, and no entry of the journal lies before an earlier one. The latest moment is kept as the time
of a file (WAYSTATION_HOME/clock-mark), which costs no room on a full disk.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

MARK = "clock-mark"
STEP = 2.0
"""Seconds: a smaller step back is the network's correction and is taken."""
_cache: tuple[str, int, float] | None = None
_seen: dict[str, tuple[float, float]] = {}
_marked: dict[str, float] = {}


def offset() -> float:
    """Seconds to add to real time: the number in WAYSTATION_HOME/clock, 0 without the file."""
    global _cache
    path = f"{settings.WAYSTATION_HOME}/clock"  # as text: every act asks several times, and a Path costs more to make
    try:
        stamp = os.stat(path).st_mtime_ns
    except OSError:
        return 0.0
    if _cache is None or _cache[:2] != (path, stamp):
        _cache = (path, stamp, float(Path(path).read_text().strip() or 0))
    return _cache[2]


def seconds() -> float:
    """Epoch seconds of this computer, without the demo's offset; never far behind what was seen before."""
    home, wall, ticks = str(settings.WAYSTATION_HOME), time.time(), time.monotonic()
    latest, then = _seen.get(home) or (_kept(home), ticks)
    floor = latest + ticks - then
    if wall > floor - STEP:
        _seen[home] = (wall, ticks)
        return wall
    _seen[home] = (latest, then)
    return floor


def behind() -> float:
    """Seconds by which the computer's clock is behind what was seen before; 0 when it is right."""
    return max(0.0, seconds() - time.time())


def remember() -> None:
    """Keep the present as the latest moment that was seen, at most once a second."""
    home, at = str(settings.WAYSTATION_HOME), seconds()
    if 0 <= at - _marked.get(home, 0) < 1:
        return
    _marked[home] = at
    mark = Path(home) / MARK
    try:
        if not mark.exists():
            os.close(os.open(mark, os.O_WRONLY | os.O_CREAT, 0o600))
        os.utime(mark, (at, at))
    except OSError:
        return  # a folder that takes nothing: this process still knows


def _kept(home: str) -> float:
    try:
        return (Path(home) / MARK).stat().st_mtime
    except OSError:
        return 0.0


def now() -> dt.datetime:
    """Aware UTC time, to the microsecond."""
    return dt.datetime.fromtimestamp(seconds() + offset(), dt.UTC)


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
