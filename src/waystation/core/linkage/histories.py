"""From what agencies told, how many people are with exactly which of them: as far as totals determine that, no further.

Each line of an agency's totals is, in expectation, a sum over combinations of agencies w that hold it of the people x_w
times the chance of that answer (`naming`), times the share of its clients who answered. With two or three agencies
these lines determine every x_w; with four they do together with pair totals: how many clients of each named each other
one. With five, 31 combinations stand against lines of rank 26 (by number and by pair they share one sum for each
agency): nothing is made here then, as it would be chosen and not counted. The same holds where lines were merged.

x is the non-negative least-squares solution, each line weighted by the inverse of its Poisson standard error (Lawson
and Hanson 1974, ch. 23). What is left over tells whether the agencies contradict one another: its sum of squares
against chi-square with lines minus combinations degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waystation.core.late import Floats, np
from waystation.core.linkage.naming import FALSE_AT_MOST, Sample, chances
from waystation.core.linkage.totals import AgencyTotals

MOST_DETERMINED = 4
CONTRADICTING = 0.001
"""Totals that agree leave more over than theirs in fewer than one count in a thousand."""


class NotDetermined(ValueError):
    """These totals fit many tables. `why`: many (five agencies or more), pairs (four without all pair totals), merged
    (small counts were merged or withheld)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Histories:
    """People with exactly the agencies of each mask (bit j for agency j), as clients said, corrected for what is not
    named: at the rate of the sample, and at the two ends of its interval (`missed`: the rate, lower end, upper end).

    `agree` is the chance that totals which agree leave over as much as these; 1 where no line is left to tell by.
    """

    agencies: tuple[str, ...]
    missed: tuple[float, float, float]
    counts: tuple[dict[int, int], dict[int, int], dict[int, int]]
    agree: float

    @property
    def contradict(self) -> bool:
        """Whether the agencies' totals do not fit together."""
        return self.agree < CONTRADICTING


def histories(totals: Sequence[AgencyTotals], sample: Sample, level: float = 0.95) -> Histories:
    """The people of each combination of agencies. Raises NotDetermined, TotalsError."""
    for each in totals:
        each.check(len(totals))
    if len(totals) > MOST_DETERMINED:
        raise NotDetermined("many")
    rates = (sample.missed, *sample.interval(level))
    found = [_solved(totals, rate) for rate in rates]
    counts = tuple({mask: round(people) for mask, people in enumerate(x, start=1) if round(people)} for x, _ in found)
    return Histories(
        tuple(each.agency for each in totals), (rates[0], rates[1], rates[2]), (counts[0], counts[1], counts[2]),
        found[0][1],
    )  # fmt: skip


def _solved(totals: Sequence[AgencyTotals], missed: float) -> tuple[Floats, float]:
    """People (2^K - 1,) of each combination from mask 1 on, and the chance of what is left over."""
    from scipy.optimize import nnls
    from scipy.stats import chi2

    told = [line for place, each in enumerate(totals) for line in _lines(place, each, len(totals), missed)]
    design, seen = np.array([line for line, _ in told]), np.array([people for _, people in told])
    rank = int(np.linalg.matrix_rank(design)) if len(told) else 0
    if rank < (1 << len(totals)) - 1:
        four = len(totals) == MOST_DETERMINED
        raise NotDetermined("pairs" if four and not all(each.pairs for each in totals) else "merged")
    weights = 1 / np.sqrt(np.maximum(seen, 1.0))
    found, left = nnls(design * weights[:, None], seen * weights)
    free = len(told) - rank - sum(bool(each.pairs) for each in totals)
    return np.asarray(found), float(chi2.sf(left**2, free)) if free > 0 else 1.0


def _lines(place: int, told: AgencyTotals, partners: int, missed: float) -> list[tuple[Floats, float]]:
    """Each line of an agency: what one person of each combination (2^K - 1,) adds to it, and the people it says."""
    masks = np.arange(1, 1 << partners)
    held = masks >> place & 1
    helping = np.array([int(mask).bit_count() for mask in masks])
    answering = told.answered / (sum(told.clients) / 2) if told.answered else 0.0
    false = FALSE_AT_MOST / 2
    likely = chances(partners, np.array([missed]), np.array([false]))[0]
    found: list[tuple[Floats, float]] = []
    for band in told.bands:
        chance = likely[band.low : band.high + 1].sum(axis=0)[helping - 1]
        found.append((held * answering * chance, float(band.people)))
    others = [other for other in range(partners) if other != place]
    for other, people in zip(others, told.pairs, strict=False):
        if people is not None:
            named: Floats = np.where(masks >> other & 1, 1 - missed, false)
            found.append((np.asarray(held * answering * named), float(people)))
    return found
