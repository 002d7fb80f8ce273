"""What a positive answer of a tool means where it is used: Bayes, from published accuracy and how common it is here.

The interval: Clopper-Pearson on sensitivity and on specificity, each at 1 - (1 - level)/2, so that both hold together
with at least the level asked for (Bonferroni). Both predictive values rise with both, so their ends are the ends here.
The prevalence is taken as given: the interval says nothing about it. Source: Clopper and Pearson, Biometrika 1934.
"""

from __future__ import annotations

from dataclasses import dataclass

LEVEL = 0.95
PREVALENCES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.3)
"""How common it may be, to read a tool at: from the general public to a service that people are sent to for this."""


@dataclass(frozen=True)
class Accuracy:
    """Published accuracy: shares from 0 to 1; `n` people, of them the share `prevalence` with the condition, or None.

    Raises ValueError for a share outside 0 to 1 and for a study without people.
    """

    sensitivity: float
    specificity: float
    n: int | None = None
    prevalence: float | None = None
    source: str = ""

    def __post_init__(self) -> None:
        shares = (self.sensitivity, self.specificity, 0.5 if self.prevalence is None else self.prevalence)
        if not all(0.0 <= share <= 1.0 for share in shares):
            raise ValueError("sensitivity, specificity and prevalence are shares from 0 to 1")
        if self.n is not None and self.n < 1:
            raise ValueError("a study has at least one person")

    @property
    def counted(self) -> tuple[int, int] | None:
        """How many with and without the condition were in the study, worked out from n and prevalence."""
        if self.n is None or self.prevalence is None:
            return None
        positives = round(self.n * self.prevalence)
        return (positives, self.n - positives) if 0 < positives < self.n else None


@dataclass(frozen=True)
class Span:
    """An interval of shares."""

    low: float
    high: float


@dataclass(frozen=True)
class Meaning:
    """At one prevalence: the share of positives that are right (ppv), of negatives that are right (npv), of all that
    are flagged. None where nobody would be positive or negative. The spans are None without a counted study."""

    prevalence: float
    ppv: float | None
    npv: float | None
    flagged: float
    ppv_span: Span | None = None
    npv_span: Span | None = None


def meaning(accuracy: Accuracy, prevalence: float, level: float = LEVEL) -> Meaning:
    """What positive and negative mean at a prevalence from 0 to 1. Raises ValueError outside it."""
    if not 0.0 <= prevalence <= 1.0:
        raise ValueError("a prevalence is a share from 0 to 1")
    sens, spec = accuracy.sensitivity, accuracy.specificity
    flagged = sens * prevalence + (1 - spec) * (1 - prevalence)
    spans = _spans(accuracy, prevalence, level)
    return Meaning(prevalence, _ppv(sens, spec, prevalence), _npv(sens, spec, prevalence), flagged, *spans)


def meanings(accuracy: Accuracy) -> list[Meaning]:
    """One row for each of `PREVALENCES`, and the study's own where it is known, in order."""
    shares = sorted({*PREVALENCES, *([accuracy.prevalence] if accuracy.prevalence is not None else [])})
    return [meaning(accuracy, share) for share in shares]


def exact_interval(hits: int, of: int, level: float) -> Span:
    """The Clopper-Pearson interval of `hits` out of `of`."""
    from scipy.special import betaincinv  # slow to load, and most pages show no interval

    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, of - hits + 1, tail))
    high = 1.0 if hits == of else float(betaincinv(hits + 1, of - hits, 1 - tail))
    return Span(low, high)


def _ppv(sens: float, spec: float, prevalence: float) -> float | None:
    right, wrong = sens * prevalence, (1 - spec) * (1 - prevalence)
    return right / (right + wrong) if right + wrong > 0 else None


def _npv(sens: float, spec: float, prevalence: float) -> float | None:
    right, wrong = spec * (1 - prevalence), (1 - sens) * prevalence
    return right / (right + wrong) if right + wrong > 0 else None


def _spans(accuracy: Accuracy, prevalence: float, level: float) -> tuple[Span | None, Span | None]:
    counted = accuracy.counted
    if counted is None:
        return None, None
    each = 1 - (1 - level) / 2
    sens = exact_interval(round(accuracy.sensitivity * counted[0]), counted[0], each)
    spec = exact_interval(round(accuracy.specificity * counted[1]), counted[1], each)
    found = []
    for value in (_ppv, _npv):
        low, high = value(sens.low, spec.low, prevalence), value(sens.high, spec.high, prevalence)
        found.append(Span(low, high) if low is not None and high is not None else None)
    return found[0], found[1]
