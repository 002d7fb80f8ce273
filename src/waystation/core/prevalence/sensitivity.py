"""What the number would be under dependence that no table can show.

The interaction of all lists together is never identified: with the seen cells fitted as they are, each value of it
gives another number of unseen people (Aleshin-Guendel, Sadinle and Wakefield 2021). So the number is a curve over it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from waystation.core.prevalence.batches import Batch
from waystation.core.prevalence.stepwise import stepwise
from waystation.core.prevalence.subsets import Floats, masks
from waystation.core.prevalence.table import Table

REACH = tuple(round(-1.0 + 0.1 * step, 1) for step in range(21))


@dataclass(frozen=True)
class Curve:
    """The number of people for each assumed log odds ratio; `between` the lists it is assumed for; nan for none."""

    between: tuple[str, ...]
    log_odds: tuple[float, ...]
    numbers: tuple[float, ...]


def curve(table: Table, between: tuple[str, ...] = (), reach: tuple[float, ...] = REACH) -> Curve:
    """The stepwise number with an assumed log odds ratio between all lists (none named), or between two of them.

    All lists: the seen cells keep their fit, and the unseen one is moved by (-1)^L times the assumed value. Two lists:
    the model is fitted again with the value given. Raises ValueError unless two lists of the table are named.
    """
    counts = table.counts.astype(np.float64)
    chosen = stepwise(counts[None])
    if not between:
        unseen = chosen.unseen[0] * np.exp((-1.0) ** table.size * np.array(reach))
        return Curve(table.lists, tuple(reach), tuple(map(float, table.n + unseen)))
    if len(between) != 2 or len(set(between)) != 2 or not set(between) <= set(table.lists):
        raise ValueError("name two lists of the table")
    numbers = _between(table, counts, between, chosen.pairs[0], np.array(reach))
    return Curve(tuple(between), tuple(reach), tuple(map(float, numbers)))


def _between(
    table: Table, counts: Floats, between: tuple[str, ...], held: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    reach: Floats,
) -> Floats:  # fmt: skip
    term = sum(1 << table.lists.index(name) for name in between)
    pairs = np.array(masks(table.size, 2), dtype=np.int64)
    batch = Batch(np.repeat(counts[None], len(reach), axis=0), pairs)
    fixed = np.zeros((len(reach), 1 << table.size))
    fixed[:, term] = reach
    found = batch.fit(np.arange(len(reach)), np.repeat((held & (pairs != term))[None], len(reach), axis=0), fixed=fixed)
    return np.asarray(np.where(found.exists, table.n + found.fit.unseen, np.nan))
