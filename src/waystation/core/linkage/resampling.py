"""The answers of all agencies in one pool, and replicates of it under counters of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from waystation.core.late import Floats, np
from waystation.core.linkage.naming import Sample
from waystation.core.linkage.totals import MOST_AGENCIES, THRESHOLD, AgencyTotals, TotalsError

if TYPE_CHECKING:
    from numpy.random import Generator

CHUNK = 1000
"""Replicates drawn under one counter: each chunk has its own stream, however many are asked for."""
GROUPS = 20


@dataclass(frozen=True)
class Draw:
    """B replicates: weighted counts (B, G), clients of all agencies (B,), and the two rates (B,)."""

    counts: Floats
    clients: Floats
    missed: Floats
    false: Floats


@dataclass(frozen=True)
class Ends:
    """An interval and the Monte-Carlo standard error of its ends."""

    lo: float
    hi: float
    mc_error: float


@dataclass(frozen=True)
class Pool:
    """The totals of all agencies in the groups that any of them uses.

    `groups` G pairs (low, high); `people` (A, G) answers; `clients_of` (A, 2) the fewest and the most clients.
    """

    partners: int
    groups: tuple[tuple[int, int], ...]
    people: Floats
    clients_of: Floats

    @classmethod
    def of(cls, totals: Sequence[AgencyTotals]) -> Pool:
        """Raises TotalsError when they do not fit together, or nobody's answer is shown."""
        partners = len(totals)
        if not 2 <= partners <= MOST_AGENCIES:
            raise TotalsError(f"there are totals of {partners} agencies; 2 to {MOST_AGENCIES} can be used")
        if len({each.agency for each in totals}) < partners:
            raise TotalsError("two agencies have the same name; give each its own")
        for each in totals:
            each.check(partners)
        groups = sorted({(band.low, band.high) for each in totals for band in each.bands})
        if not sum(each.answered for each in totals):
            raise TotalsError("no agency has answers that can be shown")
        people = np.zeros((partners, len(groups)))
        for row, each in enumerate(totals):
            for band in each.bands:
                people[row, groups.index((band.low, band.high))] = band.people
        return cls(partners, tuple(groups), people, np.array([each.clients for each in totals], dtype=np.float64))

    @property
    def records(self) -> tuple[int, int]:
        """The fewest and the most clients of all agencies, added."""
        return int(self.clients_of[:, 0].sum()), int(self.clients_of[:, 1].sum())

    @property
    def answered(self) -> int:
        return int(self.people.sum())

    @property
    def clients(self) -> float:
        """The middle of `records`."""
        return float(self.clients_of.mean(axis=1).sum())

    @property
    def counts(self) -> Floats:
        """Answers (G,), those of each agency scaled up to all its clients."""
        return np.asarray(_weighted(self.people[None], self.clients_of.mean(axis=1)[None])[0])

    def grouped(self, likely: Floats) -> Floats:
        """Chances (B, K, K) by number named, summed to (B, G, K) by group."""
        return np.stack([likely[:, low : high + 1].sum(axis=1) for low, high in self.groups], axis=1)


def draws(pool: Pool, replicates: int, seed: int, sample: Sample | None, false_at_most: float) -> Iterator[Draw]:
    """Replicates in chunks of up to 1,000: answers of each agency drawn again from its own, a total that is withheld
    and the false naming rate evenly from what is possible, the rate of agencies not named from its sample (0 without).
    """
    for chunk in range(0, replicates, CHUNK):
        generator = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 0, chunk // CHUNK]))
        size = min(CHUNK, replicates - chunk)
        people = np.stack([_again(generator, row, size) for row in pool.people], axis=1)
        unsure = pool.clients_of[:, 1] > pool.clients_of[:, 0]
        extra = generator.integers(0, THRESHOLD, (size, len(unsure))) * unsure
        clients = pool.clients_of[:, 0] + extra
        false = generator.uniform(0, false_at_most, size)
        missed = np.zeros(size) if sample is None else sample.draw(generator, size)
        yield Draw(_weighted(people, clients), clients.sum(axis=1), missed, false)


def _again(generator: Generator, answers: Floats, size: int) -> Floats:
    total = int(answers.sum())
    if not total:
        return np.zeros((size, len(answers)))
    return generator.multinomial(total, answers / total, size=size).astype(np.float64)


def _weighted(people: Floats, clients: Floats) -> Floats:
    """Answers (B, A, G) of each agency scaled to its clients (B, A), added over agencies; an agency without any is not
    in it."""
    answered = people.sum(axis=2)
    factors = np.divide(clients, answered, out=np.zeros_like(clients), where=answered > 0)
    return np.asarray((people * factors[:, :, None]).sum(axis=1))


def ends(replicates: Floats, level: float) -> Ends:
    """Percentile ends of replicates (R,), and the spread of the ends of twenty groups of them over root 20."""
    tails = [(1 - level) / 2, (1 + level) / 2]
    lo, hi = np.quantile(replicates, tails, method="median_unbiased")
    groups = [np.quantile(part, tails, method="median_unbiased") for part in np.array_split(replicates, GROUPS)]
    return Ends(float(lo), float(hi), float(np.std(groups, axis=0, ddof=1).max() / np.sqrt(GROUPS)))
