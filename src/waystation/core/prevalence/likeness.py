"""Invented populations like the one of a table: drawn from the model that was chosen for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import expit

from waystation.core.prevalence.engines import NUMPY, choose
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.subsets import masks
from waystation.core.prevalence.table import Table, TableError

NEVER = -20.0
"""The log odds ratio of a pair of lists that has nobody in common."""


def alike(table: Table, engine: str = NUMPY) -> tuple[Scenario, ...]:
    """Three kinds of invented populations like the one of this table. Raises TableError when it has no estimate."""
    chosen = choose(table.counts.astype(np.float64)[None], engine)
    if not np.isfinite(chosen.unseen[0]) or not table.margins()[list(masks(table.size, 1))].all():
        raise TableError("this table has no stepwise estimate to invent populations from")
    a = chosen.coefficients[0]
    leanings = {}
    for held, mask in zip(chosen.pairs[0], masks(table.size, 2), strict=True):
        if held:
            one, two = (bit for bit in range(table.size) if mask >> bit & 1)
            leanings[one, two] = float(a[mask]) if table.margins()[mask] else NEVER
    chances = tuple(float(expit(a[mask])) for mask in masks(table.size, 1))
    size = round(table.n + float(chosen.unseen[0]))
    same = Scenario("as the chosen model says", size, chances, leanings=leanings)
    harder = replace(
        same, name="and half as many people again who are five times harder to see", size=round(1.5 * size),
        classes=((2 / 3, 1.0), (1 / 3, 0.2)),
    )  # fmt: skip
    return same, harder, replace(same, name="and one link in twenty missed", missed=0.05)
