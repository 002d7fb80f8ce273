"""How a client's answer differs from the truth: partner agencies that are not named, and others that are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import comb
from typing import TYPE_CHECKING

from waystation.core.late import Floats, np

if TYPE_CHECKING:
    from numpy.random import Generator

FALSE_AT_MOST = 0.01
"""An agency that does not help a client is named with a chance from 0 to this; an assumption."""


@dataclass(frozen=True)
class Sample:
    """A consented validation sample: of `pairs` (client, other agency that does help them) `named` were named.

    Raises ValueError when these are not possible numbers.
    """

    pairs: int
    named: int

    def __post_init__(self) -> None:
        if self.pairs < 1 or not 0 <= self.named <= self.pairs:
            raise ValueError("of the validated pairs, none to all were named, and there is at least one pair")

    @property
    def missed(self) -> float:
        """The chance that an agency is not named: the mean of the Beta(missed + 1/2, named + 1/2) that `draw` uses."""
        return (self.pairs - self.named + 0.5) / (self.pairs + 1)

    def draw(self, generator: Generator, size: int) -> Floats:
        """Rates (size,) that these pairs leave possible (Jeffreys' posterior; Brown, Cai and DasGupta 2001, Statistical
        Science 16)."""
        return generator.beta(self.pairs - self.named + 0.5, self.named + 0.5, size)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The ends of the rate's interval at `level`."""
        from scipy.stats import beta

        ends = beta.ppf([(1 - level) / 2, (1 + level) / 2], self.pairs - self.named + 0.5, self.named + 0.5)
        return float(ends[0]), float(ends[1])


def chances(partners: int, missed: Floats, false: Floats) -> Floats:
    """The chance to name j others when s agencies truly help, shape (B, K, K) over [replicate, j, s - 1].

    j = Bin(s - 1, 1 - missed) + Bin(K - s, false), each agency named or not by itself. `missed`, `false` have shape
    (B,).
    """
    found = np.zeros((len(missed), partners, partners))
    for helping in range(1, partners + 1):
        true = _binomial(helping - 1, 1 - missed)
        wrong = _binomial(partners - helping, false)
        for named in range(helping):
            found[:, named : named + wrong.shape[1], helping - 1] += true[:, named, None] * wrong
    return found


def _binomial(trials: int, rate: Floats) -> Floats:
    """Chances (B, trials + 1)."""
    powers = np.arange(trials + 1)
    return np.asarray(_ways(trials) * rate[:, None] ** powers * (1 - rate[:, None]) ** powers[::-1])


@cache
def _ways(trials: int) -> Floats:
    return np.array([comb(trials, hits) for hits in range(trials + 1)], dtype=np.float64)
