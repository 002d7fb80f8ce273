"""The panel: several estimators of one table side by side, with their diagnostics and a verdict in plain words.

No number leaves this package without them: an `Estimate` is only ever handed out inside its `Panel`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any, cast

import numpy as np

from waystation.core.prevalence.calibrating import FAILED, calibrated, populations_for
from waystation.core.prevalence.diagnostics import Diagnostics, diagnose
from waystation.core.prevalence.engines import NUMPY
from waystation.core.prevalence.estimators import METHODS, Estimator, Resampled, usual
from waystation.core.prevalence.likeness import alike
from waystation.core.prevalence.linking import moved, widened
from waystation.core.prevalence.resampling import acceleration, draw, ends, in_turn
from waystation.core.prevalence.sensitivity import Curve, curve
from waystation.core.prevalence.subsets import Floats
from waystation.core.prevalence.table import Table, TableError
from waystation.core.prevalence.verdicts import Stated, Verdict, judge

REPLICATES = 20_000
SEED = 20_221_122
LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """One estimator's answer: the whole number of people, seen and unseen, with its interval.

    `mc_error` is the Monte-Carlo standard error of the ends, `model` the model in words of the lists' names, `status`
    0 where the estimate exists (else existence.Status, or 4 when chains have not converged), `kind` "estimate" or
    "lower bound", `replicates` how many.
    """

    method: str
    point: float
    lo: float
    hi: float
    level: float
    mc_error: float
    model: str
    status: int
    kind: str
    replicates: int
    notes: tuple[str, ...] = ()

    @property
    def panel(self) -> Panel:
        """The panel it is a row of. Raises ValueError for one that was made outside a panel."""
        found = self.__dict__.get("_panel")
        if found is None:
            raise ValueError("this estimate has no panel, and may not be shown")
        return cast(Panel, found)

    def __str__(self) -> str:
        word = self.panel.verdict.word.value
        return f"{self.method} {self.point:,.0f} ({self.lo:,.0f} to {self.hi:,.0f}), verdict: {word}"


@dataclass(frozen=True)
class Panel:
    """Estimates of one table with what belongs to them; `complete` is False when it was interrupted."""

    table: Table
    stated: Stated
    estimates: tuple[Estimate, ...]
    diagnostics: Diagnostics
    sensitivity: Curve | None
    verdict: Verdict
    seed: int
    level: float
    complete: bool = True

    def __post_init__(self) -> None:
        for each in self.estimates:
            object.__setattr__(each, "_panel", self)

    def to_dict(self) -> dict[str, Any]:
        """As the command line prints it: n, lists, panel, verdict, reasons, and the diagnostics. nan becomes None."""
        return {
            "n": self.table.n,
            "lists": list(self.table.lists),
            "on_two_or_more": self.table.on_two_or_more,
            "panel": [_plain(asdict(estimate)) for estimate in self.estimates],
            "verdict": self.verdict.word.value,
            "reasons": list(self.verdict.reasons),
            "would_have_to_be_true": list(self.verdict.assumptions),
            "diagnostics": _plain(asdict(self.diagnostics)),
            "sensitivity": None if self.sensitivity is None else _plain(asdict(self.sensitivity)),
            "stated": _plain(asdict(self.stated)),
            "seed": self.seed,
            "complete": self.complete,
        }

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=2)


@dataclass
class _Work:
    """What a run has got so far."""

    estimates: list[Estimate] = field(default_factory=list)
    complete: bool = True


def panel(
    table: Table,
    *,
    methods: Iterable[str] = (),
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
    threads: int = 1,
    engine: str = NUMPY,
    calibrate: int | None = None,
    stated: Stated | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Panel:
    """Estimate a table by several methods (the usual ones of its size when none are named), judge and explain.

    Same table, seed and replicates give the same numbers, whatever the number of threads. An interrupt
    (KeyboardInterrupt) ends it with what is there, marked as not complete. `engine` "fast" computes the stepwise
    replicates by numba. `calibrate` is how many invented populations the stepwise interval is
    calibrated on (`calibrating`): none given, as many as cost no more than the replicates; 0 for plain BCa.
    Raises ValueError for an unknown method or engine, or too few replicates.
    """
    names = tuple(methods) or usual(table.size)
    if unknown := [name for name in names if name not in METHODS]:
        raise ValueError(f"no method is called {unknown[0]}; there are {', '.join(METHODS)}")
    if replicates < 100 or not 0 < level < 1:
        raise ValueError("at least 100 replicates are needed, and a level between 0 and 1")
    work = _Work()
    try:
        for name in names:
            method = METHODS[name](table, engine)
            tried = populations_for(replicates, table.size) if calibrate is None else calibrate
            work.estimates.append(estimate_of(method, table, replicates, seed, level, threads, progress, tried))
    except KeyboardInterrupt:
        work.complete = False
    return _judged(table, work, stated or Stated(), seed, level)


def _judged(table: Table, work: _Work, stated: Stated, seed: int, level: float) -> Panel:
    numbers = moved(table.counts.astype(np.float64), stated.linkage_error)
    rows = tuple(widened(each, numbers) if each.method == "stepwise" else each for each in work.estimates)
    found = diagnose(table)
    shape = curve(table) if table.size > 2 else None
    shown = shape if shape is not None and np.isfinite(shape.numbers).any() else None
    verdict = judge(table, rows, found, stated, work.complete)
    return Panel(table, stated, rows, found, shown, verdict, seed, level, work.complete)


def estimate_of(
    estimator: Estimator,
    table: Table,
    replicates: int,
    seed: int,
    level: float,
    threads: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
    calibrate: int = 0,
) -> Estimate:
    """One row of a panel; not a door of the package, as it has no verdict."""
    tell = progress or (lambda method, done, of: None)
    tell(estimator.name, 0, 1)
    first = estimator.describe(table)
    if not isinstance(estimator, Resampled) or not np.isfinite(first.point):
        lo, hi = first.interval or (float("nan"), float("nan"))
        tell(estimator.name, 1, 1)
        return Estimate(
            estimator.name, first.point, lo, hi, level, first.mc_error, first.model, first.status, estimator.kind, 0,
            first.notes,
        )  # fmt: skip
    asked = min(replicates, estimator.most_replicates)
    drawn = _replicate(estimator, table, asked, seed, threads, tell)
    speed = acceleration(table.counts, estimator.numbers)
    reach, why = _reach(estimator, speed, level, seed, calibrate, threads)
    interval = ends(first.point, drawn, speed, reach)
    return Estimate(
        estimator.name, first.point, interval.lo, interval.hi, level, interval.mc_error, first.model, first.status,
        estimator.kind, asked, (*first.notes, *why, *interval.notes),
    )  # fmt: skip


def _reach(
    estimator: Resampled, speed: float, level: float, seed: int, populations: int, threads: int
) -> tuple[float, tuple[str, ...]]:
    """The level to ask of BCa for a range that holds `level`, and a note on it."""
    if estimator.name != "stepwise":
        return level, ()
    if not populations:
        return level, ("not calibrated",)
    try:
        scene = alike(estimator.table, estimator.engine)[0]
    except TableError:
        return level, ("not calibrated, as no population can be made from this table",)
    asked = calibrated(estimator.numbers, scene, speed, level, seed, populations, threads)
    if not np.isfinite(asked):
        return level, (FAILED,)
    if scene.leanings:  # which pairs lean may be chosen wrongly too: such a range is widened, never narrowed
        asked = max(asked, level)
    return asked, (f"calibrated on {populations} invented populations: the ends are those of {asked:.1%}",)


def _replicate(
    estimator: Resampled, table: Table, replicates: int, seed: int, threads: int, tell: Callable[[str, int, int], None]
) -> Floats:
    found: list[Floats] = []
    with closing(in_turn(estimator.numbers, draw(table.counts, replicates, seed), threads)) as parts:
        for part in parts:
            found.append(part)
            tell(estimator.name, sum(map(len, found)), replicates)
    return np.concatenate(found)


def _plain(value: Any) -> Any:
    """With None for what is no number, as JSON knows none."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
