"""Figures of a report as SVG: readable in print and in grey, with a title for a screen reader and a table beside."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 640
LEFT = 150
RIGHT = 20
ROW = 30


@dataclass(frozen=True)
class Bar:
    """One row of an interval figure; numbers of people, nan where there is none. `hollow` for a lower bound."""

    label: str
    point: float
    lo: float
    hi: float
    hollow: bool = False


def intervals(bars: Sequence[Bar], title: str, seen: int) -> str:
    """Points and intervals on one log axis, a dashed line at the number seen."""
    shown = [value for bar in bars for value in (bar.point, bar.lo, bar.hi) if math.isfinite(value) and value > 0]
    low, high = min([*shown, seen]) / 1.1, max([*shown, seen]) * 1.1
    height = ROW * len(bars) + 50

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))

    parts = [_axis(x, _ticks(low, high), height), _line(x(seen), 8, x(seen), height - 40, "seen")]
    for at, bar in enumerate(bars):
        y = 24 + at * ROW
        parts.append(f'<text x="{LEFT - 10}" y="{y + 4}" class="label">{escape(bar.label)}</text>')
        if bar.lo > 0 and math.isfinite(bar.hi):
            parts.append(_line(x(bar.lo), y, x(bar.hi), y, "range"))
        if bar.point > 0 and math.isfinite(bar.point):
            kind = "hollow" if bar.hollow else "point"
            parts.append(f'<circle cx="{x(bar.point):.1f}" cy="{y}" r="5" class="{kind}"/>')
        else:
            parts.append(f'<text x="{LEFT + 8}" y="{y + 4}" class="none">no estimate</text>')
    return _svg(parts, height, title)


def line(across: Sequence[float], up: Sequence[float], title: str, foot: str) -> str:
    """A curve with a log axis upwards; places without a number are left out."""
    points = [(a, b) for a, b in zip(across, up, strict=True) if math.isfinite(b) and b > 0]
    if not points:
        return ""
    height = 260
    low, high = min(b for _, b in points) / 1.1, max(b for _, b in points) * 1.1
    first, last = min(across), max(across)

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - first) / (last - first or 1)

    def y(value: float) -> float:
        return height - 50 - (height - 70) * (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))

    parts = [
        f"{_line(LEFT, y(tick), WIDTH - RIGHT, y(tick), 'grid')}"
        f'<text x="{LEFT - 10}" y="{y(tick) + 4:.1f}" class="label">{tick:,}</text>'
        for tick in _ticks(low, high)
    ]
    parts += [f'<text x="{x(at):.1f}" y="{height - 30}" class="tick">{at:+g}</text>' for at in (first, 0.0, last)]
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{height - 8}" class="tick">{escape(foot)}</text>')
    parts.append('<polyline class="curve" points="' + " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in points) + '"/>')
    return _svg(parts, height, title)


def _ticks(low: float, high: float) -> list[int]:
    """Round numbers on a log axis: 1, 2 and 5 times powers of ten."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    every = [step * 10**power for power in powers if power >= 0 for step in (1, 2, 5)]
    return [tick for tick in every if low <= tick <= high]


def _axis(x: Callable[[float], float], ticks: list[int], height: int) -> str:
    return "".join(
        _line(x(tick), 8, x(tick), height - 40, "grid")
        + f'<text x="{x(tick):.1f}" y="{height - 22}" class="tick">{tick:,}</text>'
        for tick in ticks
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _svg(parts: Sequence[str], height: int, title: str) -> str:
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="figure">'
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg></div>"
    )
