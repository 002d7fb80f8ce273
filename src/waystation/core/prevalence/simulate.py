"""Invented populations whose true size is known: how a method does on people like these."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator, Philox

from waystation.core.prevalence.subsets import Floats, Ints


@dataclass(frozen=True)
class Scenario:
    """A population of `size` people and how lists come to see them.

    `chances` (L,) each list's chance to see a person; `classes` pairs (share of people, factor on the odds of being
    seen); `leanings` maps a pair of lists (i, j) to the log odds ratio between them; `missed` the share of records
    whose link to the person's other records is missed.
    """

    name: str
    size: int
    chances: tuple[float, ...]
    classes: tuple[tuple[float, float], ...] = ((1.0, 1.0),)
    leanings: dict[tuple[int, int], float] = field(default_factory=dict)
    missed: float = 0.0

    def histories(self) -> Floats:
        """The chance of each history (2^L,), entry 0 the chance of being seen by nobody."""
        lists = len(self.chances)
        cells = np.arange(1 << lists)
        bits = np.array([cells >> j & 1 for j in range(lists)], dtype=np.float64)
        total = np.zeros(len(cells))
        for share, factor in self.classes:
            odds = np.array(self.chances) / (1 - np.array(self.chances)) * factor
            log = (bits * np.log(odds)[:, None]).sum(axis=0)
            for (one, two), lean in self.leanings.items():
                log = log + lean * bits[one] * bits[two]
            weight = np.exp(log)
            total += share * weight / weight.sum()
        return total

    def draw(self, populations: int, seed: int) -> Ints:
        """Tables (populations, 2^L) of invented populations; entry 0 is 0, as nobody sees the unseen."""
        generator = Generator(Philox(key=seed))
        tables = generator.multinomial(self.size, self.histories(), size=populations).astype(np.int64)
        if self.missed:
            tables = np.array([_split(table, self.missed, generator) for table in tables])
        tables[:, 0] = 0
        return tables


def _split(table: Ints, missed: float, generator: Generator) -> Ints:
    """Each record of a person on two lists or more stands alone with this chance, as its link was missed."""
    result = np.zeros_like(table)
    lists = len(table).bit_length() - 1
    for cell in np.flatnonzero(table):
        if int(cell).bit_count() < 2:
            result[cell] += table[cell]
            continue
        members = [j for j in range(lists) if cell >> j & 1]
        alone = generator.random((int(table[cell]), len(members))) < missed
        kept = (~alone) @ np.array([1 << j for j in members])
        np.add.at(result, kept[kept > 0], 1)
        for at, member in enumerate(members):
            result[1 << member] += int(alone[:, at].sum())
    return result
