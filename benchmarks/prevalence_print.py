"""Intervals in print against ours: how many Monte-Carlo standard deviations they are apart.

    python benchmarks/prevalence_print.py [FOLDER] [--replicates N]

One row stands twice in print with different ends, and is compared with both.
FOLDER holds the tables and `published_estimates.csv`. Those in print come from 1,000 replicates, so the deviation is
that of an interval of 1,000; where print is rounded to 100, half of that is allowed.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded

import numpy as np

from waystation.core.prevalence import Table
from waystation.core.prevalence.estimators import Downhill
from waystation.core.prevalence.models import Shortlist, hierarchical, judge
from waystation.core.prevalence.resampling import GROUPS, acceleration, bca, draw

SHARED = Path(os.environ.get("WAYSTATION_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data" / "mse"
Numbers = Callable[[np.ndarray], np.ndarray]
PRINTED = (
    ("korea_3list", 2, 1, (131, 248), 0.95, 0),
    ("korea_3list", 2, 2, (130, 348), 0.95, 0),
    ("korea_3list", 2, 8, (128, 349), 0.95, 0),
    ("korea_3list", 2, 8, (135, 288), 0.80, 0),
    ("kosovo_4list", 3, 1, (9100, 12000), 0.95, 50),
    ("kosovo_4list", 3, 5, (8500, 17000), 0.95, 50),
    ("kosovo_4list", 3, 5, (7900, 17400), 0.95, 50),
    ("kosovo_4list", 3, 113, (6947, 18010), 0.95, 0),
    ("kosovo_4list", 2, 64, (12451, 16273), 0.95, 0),
    ("kosovo_4list", 2, 0, (12525, 16477), 0.95, 0),
    ("uk_2013_5list", 2, 1024, (11456, 43894), 0.95, 0),
    ("uk_2013_5list", 2, 0, (9332, 28954), 0.95, 0),
    ("uk_2013_6list", 2, 0, (9643, 25508), 0.95, 0),
)
"""Table, largest term, models kept for each replicate (0: descent), ends in print, level, rounding."""


def numbers(table: Table, order: int, keep: int) -> Numbers:
    """The estimates (B,) of tables (B, 2^L) as print made them."""
    if not keep:
        return Downhill(table).numbers
    penalty, models = float(np.log(table.n)), hierarchical(table.size, order)
    kept = Shortlist(models, judge(table.counts.astype(float), models, penalty), keep)
    return lambda counts: counts.sum(axis=1) + kept.best(counts, penalty)


def row(folder: Path, replicates: int, name: str, order: int, keep: int, ends: tuple[int, int], level: float,
        rounded: int) -> None:  # fmt: skip
    """Print one interval beside ours."""
    start = time.process_time()
    table = Table.from_histories((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True))
    found = numbers(table, order, keep)
    point = float(found(table.counts[None].astype(float))[0])
    drawn = np.concatenate([found(part) for part in draw(table.counts, replicates, 5)])
    speed = acceleration(table.counts, found)
    ours = np.array(bca(point, drawn, speed, level)[:2])
    groups = np.array([bca(point, part, speed, level)[:2] for part in np.array_split(drawn, GROUPS)])
    spread = groups.std(axis=0, ddof=1) * np.sqrt(len(drawn) / GROUPS / 1000) * np.sqrt(1 + 1000 / len(drawn))
    away = np.maximum(0.0, np.abs(ours - ends) - rounded) / spread
    method = f"best of {keep}" if keep else "descent"
    print(
        f"{name}, terms of {order}, {method}, {level:.0%}: print {ends[0]:,} to {ends[1]:,}, ours {ours[0]:,.0f} to"
        f" {ours[1]:,.0f}, {away[0]:.1f} and {away[1]:.1f} sd ({time.process_time() - start:.0f} s CPU)",
        flush=True,
    )


def main() -> None:
    """Print each row."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--replicates", type=int, default=20_000)
    parser.add_argument("--rows", type=int, nargs="+", default=range(len(PRINTED)), help="which rows of PRINTED")
    said = parser.parse_args()
    if not (said.folder / "korea_3list.csv").exists():
        print(f"the tables of the literature are not in {said.folder}: nothing is compared")
        return
    for each in (PRINTED[at] for at in said.rows):
        row(said.folder, said.replicates if each[2] < 100 else min(said.replicates, 4000), *each)


if __name__ == "__main__":
    main()
