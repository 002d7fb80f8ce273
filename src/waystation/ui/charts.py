"""Server-drawn bars: geometry in SVG units, one length for every withheld number."""

from __future__ import annotations

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
