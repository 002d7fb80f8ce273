"""Estimates of separate kinds of people (strata), and of all of them together.

Each stratum has a table and a panel of its own. All together are estimated twice: from the tables added up, and as the
sum of the strata's stepwise numbers, whose replicates are drawn independently (Sekar and Deming 1949, J. American
Statistical Association 44: strata within which people are alike take bias away). The sum is a row of the whole's panel.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from waystation.core.prevalence.engines import NUMPY
from waystation.core.prevalence.estimators import Stepwise
from waystation.core.prevalence.panel import LEVEL, REPLICATES, SEED, Estimate, Panel, panel
from waystation.core.prevalence.reading import read
from waystation.core.prevalence.resampling import draw, ends, skew
from waystation.core.prevalence.subsets import Floats
from waystation.core.prevalence.table import Table, TableError
from waystation.core.prevalence.verdicts import Stated, Verdict, Word

MOST_STRATA = 20
SUM = "stepwise, strata added"
APART = (
    "nobody belongs to two strata, and each list tells the strata apart in the same way",
    "the strata are known of everybody who was seen",
)
_ORDER = (Word.USABLE, Word.LOWER_BOUND, Word.REFUSED)


@dataclass(frozen=True)
class Strata:
    """A panel for each stratum by its name, and `whole`, the panel of all, which holds the sum as a row. `why` is the
    stated reason to tell them apart."""

    panels: dict[str, Panel]
    whole: Panel
    why: str


def read_strata(lines: Iterable[str], column: str) -> dict[str, Table]:
    """A table for each value of a column of comma-separated text. Raises TableError with the line."""
    rows = csv.reader(lines)
    header = [cell.strip().removeprefix("\ufeff") for cell in next(rows, [])]
    if column not in header:
        raise TableError(f"there is no column {column!r}", 1)
    at, kept = header.index(column), []
    found: dict[str, Table] = {}
    for row in rows:
        if any(cell.strip() for cell in row) and len(row) != len(header):
            raise TableError(f"there are {len(row)} cells, and {len(header)} columns", rows.line_num)
        name = row[at].strip() if any(cell.strip() for cell in row) else ""
        if not name and any(cell.strip() for cell in row):
            raise TableError(f"this row names no {column}", rows.line_num)
        kept.append((rows.line_num, name, row[:at] + row[at + 1 :]))
    for name in dict.fromkeys(name for _, name, _ in kept if name):
        if len(found) == MOST_STRATA:
            raise TableError(f"there are more than {MOST_STRATA} strata")
        own = [(line, row) for line, has, row in kept if has == name]
        found[name] = read(_only(header[:at] + header[at + 1 :], own))
    if not found:
        raise TableError("there is no row below the header")
    return found


def _only(header: list[str], rows: list[tuple[int, list[str]]]) -> list[str]:
    """The lines of one stratum, each on the line where it stood."""
    text, at = [_line(header)], 1
    for line, row in rows:
        text += ["\n"] * (line - at - 1) + [_line(row)]
        at = line
    return text


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def by_strata(
    tables: Mapping[str, Table],
    why: str,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
    engine: str = NUMPY,
    threads: int = 1,
    stated: Stated | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Strata:
    """A panel for each stratum and one for all. `why` states the reason to tell them apart.

    The verdict on the whole is the worst of its own and of the strata's. Raises ValueError when there are fewer than
    two strata, their lists differ, or no reason is stated. An interrupt (KeyboardInterrupt) goes through: without all
    of its strata the whole says nothing.
    """
    if not 2 <= len(tables) <= MOST_STRATA or len({table.lists for table in tables.values()}) != 1:
        raise ValueError(f"two to {MOST_STRATA} strata with the same lists in the same order are needed")
    if not why.strip():
        raise ValueError("state why people of one stratum are more alike than all of them")
    told = {"replicates": replicates, "level": level, "engine": engine, "stated": stated, "threads": threads}
    told["progress"] = progress
    panels = {
        name: _finished(panel(table, seed=seed + at, **told))  # type: ignore[arg-type]  # the arguments as they came
        for at, (name, table) in enumerate(tables.items(), start=1)
    }
    added = Table(next(iter(tables.values())).lists, np.sum([table.counts for table in tables.values()], axis=0))
    whole = _finished(panel(added, seed=seed, **told))  # type: ignore[arg-type]  # as above
    row = _sum(list(tables.values()), replicates, seed, level, engine)
    verdict = _worst(panels, whole, why)
    return Strata(panels, replace(whole, estimates=(*(replace(e) for e in whole.estimates), row), verdict=verdict), why)


def _finished(found: Panel) -> Panel:
    if not found.complete:
        raise KeyboardInterrupt
    return found


def _sum(tables: list[Table], replicates: int, seed: int, level: float, engine: str) -> Estimate:
    drawn, without, weights = np.zeros(replicates), [], []
    methods = [Stepwise(table, engine) for table in tables]
    points = [float(method.numbers(method.counts[None])[0]) for method in methods]
    point = sum(points)
    for at, (method, table) in enumerate(zip(methods, tables, strict=True), start=1):
        drawn += np.concatenate([method.numbers(part) for part in draw(table.counts, replicates, seed + at)])
        left = _left_out(table)
        without.append(point - points[at - 1] + method.numbers(left))
        weights.append(table.counts[np.flatnonzero(table.counts)].astype(np.float64))
    found = ends(point, drawn, skew(np.concatenate(without), np.concatenate(weights)), level)
    status = 0 if np.isfinite(point) else 1
    return Estimate(
        SUM, point, found.lo, found.hi, level, found.mc_error, f"{len(tables)} strata, each with its own model", status,
        "estimate", replicates, found.notes,
    )  # fmt: skip


def _left_out(table: Table) -> Floats:
    held = np.flatnonzero(table.counts)
    left = np.repeat(table.counts[None].astype(np.float64), len(held), axis=0)
    left[np.arange(len(held)), held] -= 1
    return left


def _worst(panels: dict[str, Panel], whole: Panel, why: str) -> Verdict:
    words = [each.verdict.word for each in (*panels.values(), whole)]
    reasons = list(whole.verdict.reasons) if whole.verdict.word != Word.USABLE else []
    for name, each in panels.items():
        if each.verdict.word != Word.USABLE:
            reasons += [f"{name}: {reason}" for reason in each.verdict.reasons]
    assumed = (*whole.verdict.assumptions, *APART, f"as stated: {why.strip()}")
    return Verdict(max(words, key=_ORDER.index), tuple(reasons or whole.verdict.reasons), assumed)
