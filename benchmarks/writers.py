"""Writers at once: each reads a capsule through the gate, then writes it back with the version it read.

`python benchmarks/writers.py [--seconds 60] [--threads 8] [--json]`, on SQLite, or on PostgreSQL given DATABASE_URL
(`python tools/on_postgres.py python benchmarks/writers.py`). The baseline is one writer alone in the same run. Goals:
no lock error, p99 of a write at most 500 ms, the journal unbroken and unforked. Exits 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter

import ground
from django.db import OperationalError, connection

from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import deed, read
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.errors import Stale

GOAL_MS = 500


class Tally:
    """What the writers met, in all threads."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.counts: Counter[str] = Counter()

    def at(self, share: float) -> float:
        """Milliseconds that this share of the writes stayed below."""
        times = sorted(self.times)
        return times[min(len(times) - 1, int(len(times) * share))] * 1000 if times else 0.0


def one_write(place: ground.Ground, subject: ground.Subject) -> None:
    actor = ground.fresh_actor(place.worker)
    (header,) = read(actor, subject, {"header"}, "bench")
    with deed(actor, "case.changed", subject, {"why": "bench"}) as act:
        data = {**header.data, "turn": header.version}
        where = {"subject": subject.id, "kind": "case", "compartment": "header"}
        act.wrote(write(actor.keyring, **where, data=data, expected_version=header.version))


def work(place: ground.Ground, subjects: list[ground.Subject], until: float, tally: Tally) -> None:
    while time.monotonic() < until:
        start = time.monotonic()
        try:
            one_write(place, random.choice(subjects))
            tally.times.append(time.monotonic() - start)
        except Stale:
            tally.counts["stale"] += 1
        except OperationalError as problem:
            tally.counts["lock errors"] += 1
            print(problem, file=sys.stderr)
    connection.close()


def run(place: ground.Ground, subjects: list[ground.Subject], threads: int, seconds: float) -> Tally:
    tally, until = Tally(), time.monotonic() + seconds
    crew = [threading.Thread(target=work, args=(place, subjects, until, tally)) for _ in range(threads)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ground.allow_everything()
    place = ground.new_ground()
    subjects = ground.new_cases(place, 64)
    alone = run(place, subjects, 1, max(1.0, options.seconds / 10))
    tally = run(place, subjects, options.threads, options.seconds)
    proof = verify(place.agency.pk)
    rate, base = len(tally.times) / options.seconds, len(alone.times) / max(1.0, options.seconds / 10)
    found = {
        "database": connection.vendor, "threads": options.threads, "writes": len(tally.times),
        "lock_errors": tally.counts["lock errors"], "stale_told": tally.counts["stale"],
        "p50_ms": round(tally.at(0.5), 1), "p99_ms": round(tally.at(0.99), 1), "worst_ms": round(tally.at(1), 1),
        "writes_per_second": round(rate, 1), "ratio_to_one_writer": round(rate / base, 2),
        "events": proof.length, "journal_ok": proof.ok, "problems": proof.problems,
    }  # fmt: skip
    print(json.dumps(found) if options.json else "\n".join(f"{name:>20}  {value}" for name, value in found.items()))
    sys.exit(0 if proof.ok and not found["lock_errors"] and tally.at(0.99) <= GOAL_MS else 1)


if __name__ == "__main__":
    main()
