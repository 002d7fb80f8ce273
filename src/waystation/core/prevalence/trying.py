"""How a method would do on populations like ours: invented ones whose size is known, drawn from the table's own model.

Three kinds: as the chosen model says; with half as many people again who are five times harder to see; with one link in
twenty missed. What is tried is what a panel shows: a calibrated stepwise range is calibrated anew on each of them, and
widened for links that nobody checked. The answer holds shares and ratios, and no number of people. The idea is the
coverage study of Chan, Silverman and Vincent (2021, section 3), asked of the table at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.special import ndtri

from waystation.core.prevalence.calibrating import FEWEST, MOST_LISTS
from waystation.core.prevalence.engines import NUMPY
from waystation.core.prevalence.estimators import METHODS
from waystation.core.prevalence.likeness import alike
from waystation.core.prevalence.linking import moved, widened
from waystation.core.prevalence.panel import LEVEL, SEED, Estimate, estimate_of
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.subsets import Ints
from waystation.core.prevalence.table import Table

POPULATIONS = 100
REPLICATES = 500
PLAIN = (
    "the ranges tried here are not calibrated, while the range of the table itself is where its row says so: that one"
    " may hold the truth more often, or less often, than these"
)


@dataclass(frozen=True)
class Trial:
    """One kind of population: how many were tried, how many had an estimate, and of those the `share` whose interval
    held the truth with its own 95 % interval (Wilson), the share of intervals all `below` and all `above` it, and the
    median of estimate over truth. nan where none had an estimate."""

    kind: str
    populations: int
    estimated: int
    share: float
    share_lo: float
    share_hi: float
    below: float
    above: float
    median_ratio: float


@dataclass(frozen=True)
class Coverage:
    """All of `coverage`; `complete` is False when it was ended before all populations were tried. `calibrated` is how
    many populations each range was calibrated on, 0 for plain ranges; `note` says what that means where a panel would
    show another range."""

    method: str
    level: float
    replicates: int
    seed: int
    trials: tuple[Trial, ...]
    complete: bool
    calibrated: int = 0
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """For JSON; nan becomes None."""
        found = asdict(self)
        found["trials"] = [
            {key: None if isinstance(value, float) and not np.isfinite(value) else value for key, value in row.items()}
            for row in found["trials"]
        ]
        return found


def coverage(
    table: Table,
    method: str = "stepwise",
    *,
    populations: int = POPULATIONS,
    replicates: int = REPLICATES,
    level: float = LEVEL,
    seed: int = SEED,
    engine: str = NUMPY,
    calibrate: int | None = None,
    linkage_error: float | None = None,
    going: Callable[[], bool] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Coverage:
    """Try a method on so many populations of each kind like this table's.

    `going` is asked before each population; when it says no, or at an interrupt, what was tried by then is the answer:
    the kinds are tried in turn, so each has nearly as many. `calibrate` is on how many populations each stepwise range
    is calibrated (none given: the fewest that will do, where a panel would); `linkage_error` is what is stated of the
    table's links. Same table and seed, same answer. Raises ValueError when the table has no stepwise estimate to invent
    populations from, for an unknown method or engine, too few populations.
    """
    if method not in METHODS:
        raise ValueError(f"no method is called {method}; there are {', '.join(METHODS)}")
    if populations < 1 or replicates < 100:
        raise ValueError("at least one population and 100 replicates are needed")
    can = method == "stepwise" and table.size <= MOST_LISTS
    inner = (FEWEST if calibrate is None else calibrate) if can else 0
    try_one = partial(_once, table.lists, method, replicates, level, engine, inner, linkage_error)
    scenes = alike(table, engine)
    drawn = [scene.draw(populations, seed + at) for at, scene in enumerate(scenes)]
    found, complete = _each(drawn, try_one, seed, going, progress)
    trials = (_trial(scene, some) for scene, some in zip(scenes, found, strict=True))
    note = PLAIN if can and not inner else ""
    return Coverage(method, level, replicates, seed, tuple(trials), complete, inner, note)


def _each(
    drawn: list[Ints], try_one: Callable[[Ints, int], Estimate | None], seed: int, going: Callable[[], bool] | None,
    progress: Callable[[str, int, int], None] | None,
) -> tuple[list[list[Estimate | None]], bool]:  # fmt: skip
    """What came of the populations of each kind, the kinds in turn, and whether all were tried."""
    found: list[list[Estimate | None]] = [[] for _ in drawn]
    every = len(drawn) * len(drawn[0])
    try:
        for at in range(every):
            if going is not None and not going():
                return found, False
            which, kind = divmod(at, len(drawn))
            found[kind].append(try_one(drawn[kind][which], seed + which))
            if progress is not None:
                progress("coverage", at + 1, every)
    except KeyboardInterrupt:
        return found, False
    return found, True


def _once(
    lists: tuple[str, ...], method: str, replicates: int, level: float, engine: str, calibrate: int,
    linkage_error: float | None, counts: Ints, seed: int,
) -> Estimate | None:  # fmt: skip
    if not counts.any():
        return None
    table = Table(lists, counts)
    found = estimate_of(METHODS[method](table, engine), table, replicates, seed, level, calibrate=calibrate)
    if method == "stepwise":
        found = widened(found, moved(counts.astype(np.float64), linkage_error))
    return found if np.isfinite(found.lo) and np.isfinite(found.hi) else None


def _trial(scene: Scenario, found: list[Estimate | None]) -> Trial:
    good = [each for each in found if each is not None]
    if not good:
        return Trial(scene.name, len(found), 0, *[float("nan")] * 6)
    lo, hi, point = (np.array([getattr(each, name) for each in good]) for name in ("lo", "hi", "point"))
    below, above = float((hi < scene.size).mean()), float((lo > scene.size).mean())
    share = float(((lo <= scene.size) & (scene.size <= hi)).mean())
    ends = wilson(share, len(good))
    return Trial(
        scene.name, len(found), len(good), share, *ends, below, above, float(np.median(point / scene.size))
    )


def wilson(share: float, of: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval (1927, J. American Statistical Association 22) of a share among `of`."""
    z = float(ndtri((1 + level) / 2))
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    away = z * float(np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))) / (1 + z * z / of)
    return max(0.0, middle - away), min(1.0, middle + away)
