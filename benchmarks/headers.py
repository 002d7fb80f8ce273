"""Opening header capsules through the gate, database and journal included: a worklist of 200 and a search over 20,000.

`python benchmarks/headers.py [--rows N] [--rounds N] [--json]`; the baseline is reading the same rows and parsing the
same JSON in clear. `search` is all that a search does: clear rows, gate, journal, headers, fuzzy ranking. Goals: p95 of
20,000 at most 600 ms.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import ground
from django.db import models

from waystation.care.cases import selectors
from waystation.foundation.gate import read
from waystation.foundation.keyring.models import Capsule


def measure(work: Callable[[], object], rounds: int) -> dict[str, float]:
    """Milliseconds, wall and CPU: median and the time that 95 of 100 rounds stay below."""
    walls, cpus = [], []
    for _ in range(rounds):
        start, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append((time.perf_counter() - start) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    late = min(rounds - 1, int(rounds * 0.95))
    return {
        "p50_ms": sorted(walls)[rounds // 2], "p95_ms": sorted(walls)[late],
        "cpu_p50_ms": sorted(cpus)[rounds // 2], "cpu_p95_ms": sorted(cpus)[late],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ground.allow_everything()
    place = ground.new_ground()
    subjects = ground.new_cases(place, options.rows)
    text = json.dumps({"alias": "HERON-1", "stage_words": "Looking for a safe place", "kind": "labor"})
    found: dict[str, dict[str, float]] = {}
    for count in (200, options.rows):
        some = subjects[:count]

        def sealed(some: list[ground.Subject] = some) -> None:
            opened = read(ground.fresh_actor(place.worker), some, {"header"}, "bench")
            if len(opened) != len(some):
                raise SystemExit("not every header opened")

        def plain(some: list[ground.Subject] = some) -> None:
            ids: list[object] = [item.id for item in some]
            rows = Capsule.objects.filter(subject__in=ids).values_list("id", "subject", "version", models.Value(text))
            [json.loads(row[3]) for row in rows]

        found[str(count)] = measure(sealed, options.rounds)
        found[f"{count} plain"] = measure(plain, options.rounds)
    found["search"] = measure(lambda: selectors.search(ground.fresh_actor(place.worker), "herron 12"), options.rounds)
    for name, figures in found.items():
        line = "  ".join(f"{key} {value:.1f}" for key, value in figures.items())
        print(json.dumps({name: figures}) if options.json else f"{name:>14} headers  {line}")


if __name__ == "__main__":
    main()
