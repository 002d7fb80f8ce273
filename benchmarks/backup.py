"""A backup while others write, its restore and its drill: is every acknowledged write in it, and how long is a GB?

`python benchmarks/backup.py [--megabytes 200] [--writes 50] [--json]`. A child process writes capsules in deeds, about
`--writes` a second, and notes the journal's length before and after; the copy's mark must hold all that was
acknowledged before the copy began. Times are printed beside a plain copy of the database file in the same run, and
scaled to one GB. Exits 1 when an acknowledged write is missing or something is not equal.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import ground
from django.conf import settings
from django.db import connection

from waystation.foundation import clock
from waystation.foundation.audit.selectors import head_of
from waystation.web.backup import actions, restoring, selectors

GB = 1_000_000_000


def grow(megabytes: int) -> None:
    """Fill a table of its own with random bytes, which is what sealed capsules are to a copy."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=30)) as base:
        base.execute("CREATE TABLE IF NOT EXISTS ballast (id integer PRIMARY KEY, body blob)")
        for _ in range(megabytes):
            with base:
                base.executemany("INSERT INTO ballast (body) VALUES (?)", [(secrets.token_bytes(3900),)] * 250)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write_steadily(place: ground.Ground, subject: ground.Subject, pace: int, pipe: int) -> None:
    """Write `pace` times a second until stopped; each line: time, journal length once the commit has returned."""
    due = time.monotonic()
    for _done in ground.writes_without_end(place, subject):
        os.write(pipe, f"{time.time():.6f} {head_of(place.agency.pk)[0]}\n".encode())
        due += 1 / pace
        time.sleep(max(0.0, due - time.monotonic()))


def start_writing(place: ground.Ground, subject: ground.Subject, pace: int) -> tuple[int, int]:
    connection.close()
    source, pipe = os.pipe()
    os.set_blocking(source, False)
    child = os.fork()
    if child == 0:
        try:
            os.close(source)
            write_steadily(place, subject, pace, pipe)
        finally:
            os._exit(1)
    os.close(pipe)
    return child, source


def drain(source: int) -> str:
    said = b""
    try:
        while more := os.read(source, 65536):
            said += more
    except BlockingIOError:
        pass
    return said.decode()


def timed(function: Any, *words: Any) -> tuple[Any, float]:
    begun = time.monotonic()
    return function(*words), time.monotonic() - begun


def run(megabytes: int, pace: int) -> dict[str, Any]:
    ground.allow_everything()
    place = ground.new_ground()
    (subject,) = ground.new_cases(place, 1)
    grow(megabytes)
    home = Path(settings.WAYSTATION_HOME)
    base = Path(connection.settings_dict["NAME"])
    code = actions.make_key(None)
    _, plain = timed(shutil.copyfile, base, home / "plain.copy")
    (home / "plain.copy").unlink()
    child, source = start_writing(place, subject, pace)
    time.sleep(1.5)
    before = [line.split() for line in drain(source).splitlines()]
    made, backing = timed(actions.make_backup, None)
    during = [line.split() for line in drain(source).splitlines()]
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    rss = peak_memory()
    acknowledged, held = int(before[-1][1]), made["chains"][place.agency.pk.hex][0]
    with tempfile.TemporaryDirectory() as folder:
        restored, restoring_took = timed(restoring.restore, Path(made["file"]), code, Path(folder) / "new")
    report, drilling = timed(restoring.drill, Path(made["file"]), code, home, clock.now())
    scale = GB / made["bytes"]
    waits = [float(b[0]) - float(a[0]) for a, b in pairwise(during)]
    return {
        "megabytes": round(made["bytes"] / 1e6),
        "acknowledged_before_the_copy": acknowledged, "events_in_the_copy": held,
        "missing": max(0, acknowledged - held), "writes_a_second_meanwhile": round(len(during) / backing, 1),
        "longest_wait_of_a_writer_s": round(max(waits, default=0), 2), "peak_memory_mb": rss,
        "backup_s_per_gb": round(backing * scale, 1), "restore_s_per_gb": round(restoring_took * scale, 1),
        "drill_s_per_gb": round(drilling * scale, 1), "backup_to_plain_copy": round(backing / plain, 1),
        "restore_to_plain_copy": round(restoring_took / plain, 1),
        "rows": restored["rows"], "drill_good": report["good"],
    }  # fmt: skip


def peak_memory() -> int:
    """Megabytes this process held at most. Not ru_maxrss: that keeps the peak of whoever started the process."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--writes", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = run(options.megabytes, options.writes)
    print(json.dumps(found) if options.json else "\n".join(f"{name:>30}  {value}" for name, value in found.items()))
    slow = found["megabytes"] >= 100 and found["restore_s_per_gb"] > 900  # a small one is mostly start-up
    sys.exit(1 if found["missing"] or not found["drill_good"] or slow or not selectors.has_key() else 0)


if __name__ == "__main__":
    main()
