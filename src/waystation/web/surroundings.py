"""The computer around the server: its clock, its disk, the traces of its memory. Sentences about what is wrong."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from pathlib import Path

from waystation.foundation import clock
from waystation.foundation.audit.models import Event

SLACK = dt.timedelta(minutes=5)
"""How far two clocks may differ."""
LONG_IDLE = dt.timedelta(days=60)
"""An installation in use writes to its journal more often than this."""
LEAST_TO_START = 50_000_000
"""Bytes without which nothing is started: a day's writing and the room SQLite needs to tidy up."""
LEAST_FILES = 1_000
"""Files that the disk should still be able to hold."""
FEW_DAYS = 60


def clock_behind(home: Path) -> list[str]:
    """A clock before the newest journal entry or a file of this installation: dates would be wrong, so refuse."""
    now = clock.now()
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and newest > now + SLACK:
        return [
            f"The clock of this computer is behind: the journal already has an entry of {newest:%Y-%m-%d %H:%M} UTC."
        ]
    newest_file = max(_times_of(home), default=0)
    if newest_file > time.time() + SLACK.total_seconds():
        written = dt.datetime.fromtimestamp(newest_file, dt.UTC)
        return [
            f"The clock of this computer is behind: a file of this installation is of {written:%Y-%m-%d %H:%M} UTC."
        ]
    return []


def _times_of(home: Path) -> list[float]:
    """When program, database, keys and witness were last written, in seconds since 1970."""
    watched = [Path(__file__), *home.glob("*.sqlite3*"), home / "keys", home / "witness", *home.glob("keys/*.key")]
    return [path.stat().st_mtime for path in watched if path.exists()]


def clock_odd(home: Path) -> list[str]:
    """A disk with a time of its own, and a journal so old that the clock may run ahead."""
    found = []
    try:
        apart = abs(_time_of_disk(home) - time.time())
        if apart > SLACK.total_seconds():
            found.append(f"The disk of the data folder and this computer differ by {apart / 60:.0f} minutes.")
    except OSError as problem:
        found.append(f"The data folder cannot be written to: {problem.strerror}.")
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and clock.now() - newest > LONG_IDLE:
        found.append(
            f"The newest journal entry is of {newest:%Y-%m-%d}: if people worked here since, the clock runs ahead."
        )
    return found


def _time_of_disk(home: Path) -> float:
    with tempfile.NamedTemporaryFile(dir=home, prefix=".clock-") as probe:
        return os.fstat(probe.fileno()).st_mtime


def disk_full(home: Path) -> list[str]:
    """Too little room to serve at all, in bytes or in files."""
    disk = os.statvfs(home)
    if disk.f_bavail * disk.f_frsize < LEAST_TO_START:
        return [f"Only {disk.f_bavail * disk.f_frsize // 1_000_000} MB are free for the data folder: make room first."]
    if disk.f_files > 0 and disk.f_favail < LEAST_FILES // 10:
        return ["The disk of the data folder can hold no more files (no free inodes): make room first."]
    return []


def disk_filling(home: Path, least_free: int) -> list[str]:
    """Less free than `least_free` bytes, few files left, or full within two months at the pace until now."""
    disk, found = os.statvfs(home), []
    free = disk.f_bavail * disk.f_frsize
    if free < least_free:
        found.append(f"Only {free // 1_000_000} MB are free for the data folder.")
    if disk.f_files > 0 and disk.f_favail < LEAST_FILES:
        found.append(f"The disk of the data folder can hold only {disk.f_favail} more files (inodes).")
    days = days_until_full(home, free)
    if days is not None and days < FEW_DAYS:
        found.append(f"At the pace until now the disk of the data folder is full in {days} day(s).")
    return found


def days_until_full(home: Path, free: int) -> int | None:
    """Free bytes by what the folder grew a day since the first journal entry; None in the first week."""
    first = Event.objects.order_by("at").values_list("at", flat=True).first()
    days = (clock.today() - first.date()).days if first is not None else 0
    if days < 7:
        return None
    held = sum(path.stat().st_size for path in home.rglob("*") if path.is_file() and "static" not in path.parts)
    return int(free / max(1, held / days))


def memory() -> list[str]:
    """Swap without encryption that this process may use: keys that are open could be written to it. Linux only."""
    found = []
    swaps = _lines("/proc/swaps")[1:]
    clear = [line.split()[0] for line in swaps if not line.startswith(("/dev/dm-", "/dev/mapper/", "/dev/zram"))]
    if clear and _own_swap_limit() != "0":
        found.append(f"Swap ({clear[0]}) may write to disk what is open in memory: turn it off or encrypt it.")
    return found


def _own_swap_limit() -> str:
    """`memory.swap.max` of this process's control group; empty where there is none."""
    for line in _lines("/proc/self/cgroup"):
        place = line.rpartition(":")[2].lstrip("/")
        limit = _lines(f"/sys/fs/cgroup/{place}/memory.swap.max")
        if limit:
            return limit[0].strip()
    return ""


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
