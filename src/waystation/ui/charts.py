"""Server-drawn figures: geometry in SVG units. Bars with one length for every withheld number; ranges on a log axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDE, NARROW = 640, 360
HIDDEN = 56.0


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how long it is, what it says."""

    label: str
    value: int | None
    x: float
    y: float
    length: float
    end: float


@dataclass(frozen=True)
class Chart:
    """Bars for one width of page, in units of a `width` by `height` box."""

    bars: list[Bar]
    width: int
    height: int
    is_wide: bool


def draw(rows: Iterable[Mapping[str, Any]], *, is_wide: bool) -> Chart:
    """Bars for rows of {"label", "value"}; a value of None is withheld and has the length HIDDEN.

    The scale comes from the shown values alone, so a withheld number cannot be read off the others.
    """
    listed = list(rows)
    width, step, top = (WIDE, 30, 8) if is_wide else (NARROW, 46, 28)
    start = 190.0 if is_wide else 0.0
    room = width - start - 64
    largest = max((row["value"] for row in listed if row["value"] is not None), default=0)
    bars = []
    for n, row in enumerate(listed):
        value = row["value"]
        length = HIDDEN if value is None else (room * value / largest if largest else 0.0)
        end = round(start + length + 9, 1)
        bars.append(Bar(str(row["label"]), value, start, top + n * step, round(length, 1), end))
    return Chart(bars, width, top + len(listed) * step, is_wide)


@dataclass(frozen=True)
class Range:
    """One row of an interval figure: where its label, its point and its ends stand; None where there is none."""

    label: str
    y: float
    label_y: float
    point: float | None
    lo: float | None
    hi: float | None


@dataclass(frozen=True)
class Ranges:
    """Ranges on one log axis for one width of page; `ticks` are (x, number), `seen` where the known number stands."""

    rows: list[Range]
    ticks: list[tuple[float, int]]
    seen: float
    width: int
    height: int
    label_x: float
    is_wide: bool

    @property
    def foot(self) -> int:
        """Where the lines of the axis end."""
        return self.height - 26


def draw_ranges(rows: Iterable[Mapping[str, Any]], seen: float, *, is_wide: bool) -> Ranges:
    """Ranges for rows of {"label", "point", "lo", "hi"}, numbers above 0 or None, on one log axis."""
    listed = list(rows)
    values = [row[name] for row in listed for name in ("point", "lo", "hi") if row[name]]
    low, high = min([*values, seen]) / 1.08, max([*values, seen]) * 1.08
    width, start, step, top = (WIDE, 215.0, 34, 42) if is_wide else (NARROW, 16.0, 48, 60)

    def x(value: float | None) -> float | None:
        share = (math.log(value) - math.log(low)) / (math.log(high) - math.log(low)) if value else None
        return None if share is None else round(start + (width - start - 20) * share, 1)

    drawn = []
    for n, row in enumerate(listed):
        y = top + n * step
        place = (x(row["point"]), x(row["lo"]), x(row["hi"]))
        drawn.append(Range(str(row["label"]), y, y + 5 if is_wide else y - 15, *place))
    ticks = [(x(tick) or 0.0, tick) for tick in _ticks(low, high, 6 if is_wide else 4)]
    height = top + (len(listed) - 1) * step + 48
    return Ranges(drawn, ticks, x(seen) or 0.0, width, height, 0.0 if is_wide else start, is_wide)


def _ticks(low: float, high: float, most: int) -> list[int]:
    """Round numbers between two ends: as many kinds of digit as fit."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for digits in (range(1, 10), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        found = sorted({digit * 10**power for power in powers if power >= 0 for digit in digits})
        found = [tick for tick in found if low <= tick <= high]
        if len(found) <= most:
            return found
    return found[:: math.ceil(len(found) / most)]
