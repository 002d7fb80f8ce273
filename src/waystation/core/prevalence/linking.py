"""Wrong links between lists: how far they move the number, and a range that holds what nobody has ruled out.

Counts cannot tell a missed link from a person seen once (linkage error moves the whole estimate). The number is made
again with one wrong link in twenty, or with the share that a check of the links allows for. Those numbers have chance
of their own: where they lie a little outside the range, or near its ends, the range that is shown reaches beyond them
by `ARM` of what it reaches beyond its own number. Further out, or where a table is so large that wrong links weigh more
than chance, the verdict says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from waystation.core.prevalence.diagnostics import LINKAGE, linkage
from waystation.core.prevalence.subsets import Floats

if TYPE_CHECKING:
    from waystation.core.prevalence.panel import Estimate

WIDER = 0.03
"""A number with wrong links further out of a range than this share of its number is no small matter."""
ARM = 0.5
HEAVY = 0.7
"""The share of wrong links times the root of the people on two lists or more, from which on no range is usable: 196
people at one link in twenty, 4,900 at one in a hundred. Measured: `benchmarks/prevalence_honesty.py`."""
WIDENED = "widened to hold the number with wrong links"


def moved(counts: Floats, share: float | None) -> tuple[float, ...]:
    """The stepwise numbers of a table (2^L,) with so many links missed, and with as many too many; none when no link is
    wrong. `share` is what a check allows for, None when nobody checked."""
    return () if share == 0 else tuple(each.number for each in linkage(counts, LINKAGE if share is None else share))


def widened(row: Estimate, numbers: Sequence[float]) -> Estimate:
    """The row with ends that hold the numbers and half their chance, and a note; as it is where it holds both, or they
    are too far out."""
    if not numbers or not np.isfinite([row.lo, row.hi, *numbers]).all():
        return row
    least, most = min(numbers), max(numbers)
    if max(row.lo - least, most - row.hi) > WIDER * row.point:
        return row
    lo, hi = min(row.lo, least - ARM * (row.point - row.lo)), max(row.hi, most + ARM * (row.hi - row.point))
    return row if (lo, hi) == (row.lo, row.hi) else replace(row, lo=lo, hi=hi, notes=(*row.notes, WIDENED))


def told(row: Estimate, numbers: Sequence[float], share: float | None, on_two: int) -> list[str]:
    """Why the range does not hold; nothing where it does, or where the row has no number."""
    if not numbers or not np.isfinite(row.point):
        return []
    good = [number for number in numbers if np.isfinite(number)]
    why = (
        "nobody has stated how sure the matches are, and one wrong link in twenty"
        if share is None
        else f"up to {100 * share:g} in 100 links may be wrong as stated, and so many"
    )
    if len(good) < len(numbers):
        return [f"{why} would leave no estimate"]
    if not all(row.lo <= number <= row.hi for number in good):
        return [f"{why} would move the number out of its range ({min(good):,.0f} to {max(good):,.0f})"]
    if (LINKAGE if share is None else share) * np.sqrt(on_two) >= HEAVY:
        return [f"{why} would weigh more than chance, with {on_two:,} people on two lists or more"]
    return []
