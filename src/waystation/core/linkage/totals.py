"""What an agency lets out: how many clients named none, one, two ... other partner agencies, small counts merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

THRESHOLD = 10
"""Counts from 1 to this many people do not leave an agency (the small-cell rule); nobody lowers it."""
MOST_AGENCIES = 40
SLACK = 0.1
"""Pairs are tallied by hand: together they may miss the sum of the lines by number by this share of it."""


class TotalsError(ValueError):
    """Totals that cannot be used; says which agency's and why."""


@dataclass(frozen=True)
class Band:
    """`people` clients who named from `low` to `high` other partner agencies."""

    low: int
    high: int
    people: int


@dataclass(frozen=True)
class AgencyTotals:
    """The totals of one agency.

    `bands` cover 0 to K - 1 others without a gap, each 0 or more than 10 people; none at all when nobody's answer can
    be shown. `unanswered` is how many clients have no answer in the bands; None says: from 1 to 10. `pairs`: how many
    of those who answered named each other partner, in the order of the partners without this one; None is withheld;
    () when this was not counted.
    """

    agency: str
    bands: tuple[Band, ...]
    unanswered: int | None
    pairs: tuple[int | None, ...] = ()

    @property
    def answered(self) -> int:
        """Clients whose answer is in the bands."""
        return sum(band.people for band in self.bands)

    @property
    def clients(self) -> tuple[int, int]:
        """The fewest and the most clients these totals can come from."""
        if self.unanswered is None:
            return self.answered + 1, self.answered + THRESHOLD
        return self.answered + self.unanswered, self.answered + self.unanswered

    def check(self, partners: int) -> None:
        """Raises TotalsError unless the bands fit so many partner agencies and keep the small-cell rule."""
        shown = [*(band.people for band in self.bands), self.unanswered or 0]
        if any(people < 0 or 1 <= people <= THRESHOLD for people in shown):
            raise TotalsError(f"{self.agency}: a count from 1 to {THRESHOLD} people must not leave an agency")
        self._check_pairs(partners)
        if not self.bands:
            return
        joints = zip(self.bands[:-1], self.bands[1:], strict=True)
        whole = self.bands[0].low == 0 and self.bands[-1].high == partners - 1
        if not whole or any(band.low > band.high for band in self.bands) or any(b.low != a.high + 1 for a, b in joints):
            raise TotalsError(f"{self.agency}: the counts must go from 0 to {partners - 1} others without a gap")

    def _check_pairs(self, partners: int) -> None:
        """A single withheld one could be subtracted from what the lines by number add up to."""
        shown = [people for people in self.pairs if people is not None]
        if self.pairs and len(self.pairs) != partners - 1:
            raise TotalsError(f"{self.agency}: there is one count for each other partner, or none at all")
        if any(people < 0 or 1 <= people <= THRESHOLD for people in shown) or len(self.pairs) - len(shown) == 1:
            raise TotalsError(f"{self.agency}: a count from 1 to {THRESHOLD} is withheld, and another one with it")
        least, most = (sum(getattr(band, end) * band.people for band in self.bands) for end in ("low", "high"))
        slack, whole = max(THRESHOLD, SLACK * most), len(shown) == len(self.pairs) > 0
        short = whole and sum(shown) < least - slack
        if short or sum(shown) > most + slack or any(people > self.answered for people in shown):
            raise TotalsError(f"{self.agency}: clients who named each partner do not add up to the lines by number")


def banded(counts: Sequence[int]) -> tuple[Band, ...]:
    """Bands of counts (K,) by number of other agencies: from the top, a count of 1 to 10 joins the next lower one.

    Merged counts, and not a withheld one beside its sum: there is nothing to subtract. What is left at the bottom
    joins the band above it; () when all together are 10 people or fewer. Raises TotalsError on a negative count.
    """
    if any(count < 0 for count in counts):
        raise TotalsError("a count cannot be negative")
    found: list[Band] = []
    high, people = len(counts) - 1, 0
    for low in range(len(counts) - 1, -1, -1):
        people += counts[low]
        if people == 0 or people > THRESHOLD:
            found.append(Band(low, high, people))
            high, people = low - 1, 0
    while people and found:
        last = found.pop()
        high, people = last.high, people + last.people
        if people > THRESHOLD:
            found.append(Band(0, high, people))
            people = 0
    return () if people else tuple(reversed(found))
