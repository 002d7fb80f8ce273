"""Invented coalitions whose true number of people is known: how the count does on overlaps like these."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, Philox

from waystation.core.late import Flags, Floats
from waystation.core.linkage.naming import Sample
from waystation.core.linkage.totals import THRESHOLD, AgencyTotals, banded


@dataclass(frozen=True)
class Coalition:
    """`people` persons and how agencies come to help them.

    `chances`: kinds of people (equally many of each) x agencies, the chance to be a client there. `missed`, `false`:
    the rates of `naming`; `answering` the share that answers at all. `unequal`: some people name less than others (the
    spread of a Beta around `missed`). `shy`: with each further agency a client's odds to answer are multiplied by this.
    """

    name: str
    people: int
    chances: tuple[tuple[float, ...], ...]
    missed: float = 0.2
    false: float = 0.01
    answering: float = 0.7
    pairs: int = 60
    unequal: float = 0.0
    shy: float = 1.0

    def draw(self, seed: int) -> tuple[list[AgencyTotals], Sample]:
        """The totals that leave the agencies, by the small-cell rule, and a validation sample of `pairs` pairs."""
        generator = Generator(Philox(key=seed))
        helped = self._population(generator)
        missed = self._rates(generator, len(helped))
        totals = [self._totals(generator, helped, missed, agency) for agency in range(helped.shape[1])]
        return totals, self._sample(generator, helped, missed)

    def _population(self, generator: Generator) -> Flags:
        kinds = np.array(self.chances)
        found = np.zeros((0, kinds.shape[1]), dtype=bool)
        while len(found) < self.people:
            rates = kinds[generator.integers(0, len(kinds), self.people)]
            more = generator.random(rates.shape) < rates
            found = np.concatenate([found, more[more.any(axis=1)]])
        return found[: self.people]

    def _rates(self, generator: Generator, people: int) -> Floats:
        if not self.unequal:
            return np.full(people, self.missed)
        size = 1 / self.unequal
        return generator.beta(self.missed * size, (1 - self.missed) * size, people)

    def _totals(self, generator: Generator, helped: Flags, missed: Floats, agency: int) -> AgencyTotals:
        here = np.flatnonzero(helped[:, agency])
        partners = helped.shape[1]
        others = helped[here].sum(axis=1) - 1
        odds = self.answering / (1 - self.answering) * self.shy ** (others - others.mean())
        answer = generator.random(len(here)) < odds / (1 + odds)
        named = generator.binomial(others, 1 - missed[here]) + generator.binomial(partners - 1 - others, self.false)
        bands = banded(np.bincount(named[answer], minlength=partners).tolist())
        silent = len(here) - sum(band.people for band in bands)
        return AgencyTotals(f"Agency {agency + 1}", bands, None if 1 <= silent <= THRESHOLD else silent)

    def _sample(self, generator: Generator, helped: Flags, missed: Floats) -> Sample:
        several = helped.sum(axis=1)
        weights = (several * (several - 1)).astype(np.float64)
        chosen = generator.choice(len(helped), self.pairs, p=weights / weights.sum())
        return Sample(self.pairs, int((generator.random(self.pairs) >= missed[chosen]).sum()))


def independent(agencies: int, people: int, chance: float) -> Coalition:
    """Every agency sees people without regard to the others."""
    return Coalition(f"{agencies} agencies, independent", people, ((chance,) * agencies,))


def clustered(agencies: int, people: int, near: float, far: float) -> Coalition:
    """Two groups of agencies, each with people of its own."""
    one = tuple(near if agency % 2 == 0 else far for agency in range(agencies))
    two = tuple(far if agency % 2 == 0 else near for agency in range(agencies))
    return Coalition(f"{agencies} agencies, two clusters", people, (one, two))


def hub(agencies: int, people: int, hub: float, others: float) -> Coalition:
    """One agency that sees most people, and others that see few."""
    return Coalition(f"{agencies} agencies, one hub", people, ((hub,) + (others,) * (agencies - 1),))
