"""The unduplicated count from totals: error and coverage on invented coalitions whose size is known.

    python benchmarks/unduplicated.py [--seeds N] [--replicates R]

"added" is what simply adding the agencies' clients gives; "as answered" takes the answers as true. Error is the root
mean square over the seeds, in percent of the true number; "worst" the largest of any seed.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import Any

import numpy as np

from waystation.core.linkage import AgencyTotals, unduplicated
from waystation.core.linkage.simulate import Coalition, clustered, hub, independent

ROW_NINE = (
    independent(3, 400, 0.36), clustered(3, 400, 0.55, 0.1), hub(3, 400, 0.8, 0.3),
    independent(6, 1500, 0.335), clustered(6, 1500, 0.55, 0.08), hub(6, 1500, 0.8, 0.22),
    independent(12, 6000, 0.3), clustered(12, 6000, 0.5, 0.07), hub(12, 6000, 0.8, 0.2),
)  # fmt: skip
FALSE = (0.0, 0.01)
BROKEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("people differ in how much they name", {"unequal": 0.1}),
    ("who has many agencies answers less", {"shy": 0.7}),
    ("one in three not named, as the sample shows", {"missed": 0.35}),
    ("three times the false naming assumed", {"false": 0.03}),
)


def study(scene: Coalition, seeds: int, replicates: int) -> str:
    """A line of figures."""
    rows = []
    start = time.process_time()
    for seed in range(seeds):
        totals, sample = scene.draw(seed)
        found = unduplicated(totals, sample=sample, replicates=replicates)
        plain = sum(as_answered(each) for each in totals)
        rows.append((found.number, found.lo, found.hi, sum(found.records) / 2, plain))
    number, lo, hi, added, plain = np.array(rows, dtype=float).T / scene.people
    error = np.sqrt(((number - 1) ** 2).mean())
    spent = (time.process_time() - start) / seeds
    return (
        f"added {added.mean() - 1:+5.0%}, as answered {plain.mean() - 1:+5.1%}; bias {number.mean() - 1:+5.1%}, "
        f"error {error:4.1%}, mean {np.abs(number - 1).mean():4.1%}, worst {np.abs(number - 1).max():5.1%}; "
        f"95 % holds the truth in {np.mean((lo <= 1) & (hi >= 1)):.1%}, width {np.mean(hi - lo):.0%}; {spent:.2f} s CPU"
    )


def as_answered(totals: AgencyTotals) -> float:
    """The people of an agency, each divided by the agencies answered; taken as true."""
    people = sum(band.people / (1 + (band.low + band.high) / 2) for band in totals.bands)
    return people * sum(totals.clients) / 2 / totals.answered if totals.answered else 0.0


def band(scene: Coalition, seeds: int, replicates: int) -> str:
    """A line of figures without a sample."""
    rows = [unduplicated(scene.draw(seed)[0], replicates=replicates) for seed in range(seeds)]
    inside = np.mean([row.lo <= scene.people <= row.hi for row in rows])
    width = np.mean([(row.hi - row.lo) / scene.people for row in rows])
    return f"the band holds the truth in {inside:.1%}, width {width:.0%}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=400)
    said = parser.parse_args()
    for scene in ROW_NINE:
        for false in FALSE:
            line = study(replace(scene, false=false), said.seeds, said.replicates)
            print(f"{scene.name}, false naming {false:.0%}: {line}", flush=True)
    few = max(said.seeds // 4, 5)
    for scene in ROW_NINE[::3]:
        print(f"{scene.name}, no sample: {band(scene, few, said.replicates)}", flush=True)
    print("What it does not stand (6 agencies, independent):")
    for what, change in BROKEN:
        print(f"{what}: {study(replace(ROW_NINE[3], **change), few, said.replicates)}", flush=True)


if __name__ == "__main__":
    main()
