"""Wrong links between lists: how far they move the number, and a range that holds what nobody has ruled out.

Counts cannot tell a missed link from a person seen once (linkage error moves the whole estimate). The number is made
again with one wrong link in twenty, or with the share that a check of the links allows for. Where that lies a little
outside the range, the range that is shown is widened to hold it; further out, the verdict says so.
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
"""Each end of a range is moved by at most this share of its number; further is no small matter."""
WIDENED = "widened to hold the number with wrong links"


def moved(counts: Floats, share: float | None) -> tuple[float, ...]:
    """The stepwise numbers of a table (2^L,) with so many links missed, and with as many too many; none when no link is
    wrong. `share` is what a check allows for, None when nobody checked."""
    return () if share == 0 else tuple(each.number for each in linkage(counts, LINKAGE if share is None else share))


def widened(row: Estimate, numbers: Sequence[float]) -> Estimate:
    """The row with ends that hold the numbers, and a note; as it is where it holds them, or they are too far out."""
    if not numbers or not np.isfinite([row.lo, row.hi, *numbers]).all():
        return row
    lo, hi = min(row.lo, *numbers), max(row.hi, *numbers)
    far = max(row.lo - lo, hi - row.hi)
    return row if far == 0 or far > WIDER * row.point else replace(row, lo=lo, hi=hi, notes=(*row.notes, WIDENED))


def told(row: Estimate, numbers: Sequence[float], share: float | None) -> list[str]:
    """Why the range does not hold; nothing where it does."""
    if all(row.lo <= number <= row.hi for number in numbers):
        return []
    why = (
        "nobody has stated how sure the matches are, and one wrong link in twenty"
        if share is None
        else f"up to {100 * share:g} in 100 links may be wrong as stated, and so many"
    )
    return [f"{why} would move the number out of its range ({min(numbers):,.0f} to {max(numbers):,.0f})"]
