"""The unduplicated count from totals by multiplicity, with its interval.

Sirken 1970 (J. American Statistical Association 65, "Household surveys with multiplicity"): a person on s lists is
counted with weight 1/s on each, N = sum over records of 1/s. Clients do not name every agency, so s is not seen; the
distribution pi of s over records is worked out from the answers (`deconvolving`) under the two rates of `naming`, and

    N = R sum_s pi_s / s,

R being the clients of all agencies together, each counted where they are served. Resampling: Efron 1979 (Annals of
Statistics 7), the answers of each agency by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from waystation.core.late import Floats, np
from waystation.core.linkage.deconvolving import deconvolve, inverse
from waystation.core.linkage.naming import FALSE_AT_MOST, Sample, chances
from waystation.core.linkage.resampling import Draw, Ends, Pool, draws, ends
from waystation.core.linkage.totals import AgencyTotals

REPLICATES = 4000
SEED = 19_700_301
LEVEL = 0.95
BAND = (0.0, 0.1, 0.2, 0.3, 0.4)
"""Without a validation sample these shares of agencies not named are assumed, one after the other."""
FEWEST_PAIRS = 20
FEW_PAIRS = 40
LEAST_ANSWERED = 0.3
LITTLE_ANSWERED = 0.6
WIDEST = 2.0


class Word(StrEnum):
    """What the figures may be used as."""

    RANGE = "usable range"
    BAND = "band on an assumption"
    REFUSED = "do not publish"


class Assumption(StrEnum):
    """What would have to be true; nothing of it can be read off the totals."""

    ALL_PARTNERS = "Every partner agency counts the clients of the same period, each client once."
    ANSWERS_ALIKE = "Clients without an answer have as many other agencies as the clients of their agency who answered."
    ONE_BY_ONE = "Whether an agency is named does not hang on who else is named, and is alike for every client."
    FALSE_NAMING = "An agency that does not help a client is named in at most {false:.0%} of cases."
    SAMPLE_LIKE_ALL = "The pairs of the validation sample were chosen by chance among clients who are truly shared."
    MISSED_ASSUMED = "Nobody checked how often an agency is not named. From {low:.0%} to {high:.0%} is an assumption."


class Caution(StrEnum):
    """What speaks against using the figures as they are."""

    NO_SAMPLE = "There is no validation sample: this is a band over an assumption, not an interval."
    FEW_PAIRS = "The validation sample is small, so the range is wide."
    TOO_FEW_PAIRS = "The validation sample has fewer than 20 pairs, too few to rest a number on."
    OFTEN_MISSED = "More than half of the agencies may not be named; the totals then say very little."
    LITTLE_ANSWERED = "Many clients have no answer; if they differ from the others, the number is wrong."
    TOO_LITTLE_ANSWERED = "Fewer than three clients in ten have an answer."
    TOO_WIDE = "The upper end is more than twice the lower end."
    SILENT_AGENCY = "An agency has so few answers that none can be shown; the other agencies speak for it."


REFUSING = frozenset({Caution.TOO_FEW_PAIRS, Caution.OFTEN_MISSED, Caution.TOO_LITTLE_ANSWERED, Caution.TOO_WIDE})


@dataclass(frozen=True)
class At:
    """The number of people if this share of agencies is not named, with its interval at the level of the whole."""

    missed: float
    number: float
    lo: float
    hi: float


@dataclass(frozen=True)
class Unduplicated:
    """How many people all agencies together serve, each counted once; never to be shown without the rest of it.

    `lo`, `hi`: the interval at `level` when there is a sample, else the whole band over `rows`; `number` is None then.
    `records`: the fewest and the most clients when each agency's are simply added. `shares` (K,): of the people, how
    many parts in one have 1..K agencies (at the middle row). `mc_error`: standard error of the ends from the
    computation itself. `missed`: the rate and its interval (or the assumed band).
    """

    word: Word
    number: float | None
    lo: float
    hi: float
    level: float
    mc_error: float
    missed: tuple[float, float, float]
    false: tuple[float, float]
    sample: Sample | None
    rows: tuple[At, ...]
    records: tuple[int, int]
    answered: int
    agencies: tuple[str, ...]
    shares: tuple[float, ...]
    assumptions: tuple[Assumption, ...]
    cautions: tuple[Caution, ...]
    replicates: int
    seed: int

    @property
    def basis(self) -> str:
        """ "validation sample" or "assumption"."""
        return "assumption" if self.sample is None else "validation sample"

    def said(self) -> tuple[str, ...]:
        """The assumptions in words, with their figures."""
        figures = {"false": self.false[1], "low": self.missed[1], "high": self.missed[2]}
        return tuple(each.value.format(**figures) for each in self.assumptions)

    def to_dict(self) -> dict[str, Any]:
        """All of it, for machines."""
        return {**asdict(self), "basis": self.basis, "assumptions": list(self.said()), "cautions": [*self.cautions]}


def unduplicated(
    totals: Sequence[AgencyTotals],
    *,
    sample: Sample | None = None,
    false_at_most: float = FALSE_AT_MOST,
    replicates: int = REPLICATES,
    seed: int = SEED,
    level: float = LEVEL,
) -> Unduplicated:
    """Estimate from the totals of every partner agency, of 2 or more.

    With a validation sample the rate of agencies not named and its uncertainty are part of the interval; without one
    the result is a band over `BAND`, labelled an assumption. The false naming rate is drawn evenly from 0 to
    `false_at_most`. Same input and seed, same figures. Raises TotalsError for totals that do not fit together,
    ValueError for a level, a rate or a number of replicates that make no sense.
    """
    if replicates < 100 or not 0 < level < 1 or not 0 <= false_at_most <= 0.05:
        raise ValueError("at least 100 replicates, a level between 0 and 1 and false naming of 0 to 5 % are needed")
    pool = Pool.of(totals)
    drawn = list(draws(pool, replicates, seed, sample, false_at_most))
    rates = [sample.missed] if sample else list(BAND)
    found = [_at(pool, drawn, rate, sample is None, false_at_most, level) for rate in rates]
    rows = tuple(row for row, _, _ in found)
    shares = found[len(found) // 2][2]
    missed = (sample.missed, *sample.interval(level)) if sample else (rates[len(rates) // 2], rates[0], rates[-1])
    lo, hi = min(row.lo for row in rows), max(row.hi for row in rows)
    cautions = _cautions(totals, pool, sample, missed[2], hi / lo)
    return Unduplicated(
        word=_word(sample, cautions), number=rows[0].number if sample else None, lo=lo, hi=hi, level=level,
        mc_error=max(error for _, error, _ in found), missed=missed, false=(0.0, false_at_most), sample=sample,
        rows=rows, records=pool.records, answered=pool.answered, agencies=tuple(each.agency for each in totals),
        shares=tuple(float(share) for share in shares), assumptions=_assumptions(sample), cautions=cautions,
        replicates=replicates, seed=seed,
    )  # fmt: skip


def _at(
    pool: Pool, drawn: Sequence[Draw], rate: float, assumed: bool, false_at_most: float, level: float
) -> tuple[At, float, Floats]:
    """The row of a rate, the Monte-Carlo error of its ends, and the shares of people (K,) by multiplicity."""
    middle = np.array([rate]), np.array([false_at_most / 2])
    whole = deconvolve(pool.counts[None], pool.grouped(chances(pool.partners, *middle)))
    number = float(pool.clients * inverse(whole)[0])
    parts = []
    for draw in drawn:
        missed = np.full(len(draw.false), rate) if assumed else draw.missed
        shares = deconvolve(draw.counts, pool.grouped(chances(pool.partners, missed, draw.false)))
        parts.append(draw.clients * inverse(shares))
    found: Ends = ends(np.concatenate(parts), level)
    people = whole[0] / np.arange(1, pool.partners + 1)
    return At(rate, number, found.lo, found.hi), found.mc_error, people / people.sum()


def _assumptions(sample: Sample | None) -> tuple[Assumption, ...]:
    rate = Assumption.MISSED_ASSUMED if sample is None else Assumption.SAMPLE_LIKE_ALL
    return (
        rate, Assumption.ALL_PARTNERS, Assumption.ANSWERS_ALIKE, Assumption.ONE_BY_ONE, Assumption.FALSE_NAMING,
    )  # fmt: skip


def _cautions(
    totals: Sequence[AgencyTotals], pool: Pool, sample: Sample | None, missed_up_to: float, ratio: float
) -> tuple[Caution, ...]:
    answered = pool.answered / pool.records[1]
    tests = {
        Caution.NO_SAMPLE: sample is None,
        Caution.TOO_FEW_PAIRS: sample is not None and sample.pairs < FEWEST_PAIRS,
        Caution.FEW_PAIRS: sample is not None and FEWEST_PAIRS <= sample.pairs < FEW_PAIRS,
        Caution.OFTEN_MISSED: sample is not None and missed_up_to > 0.5,
        Caution.TOO_LITTLE_ANSWERED: answered < LEAST_ANSWERED,
        Caution.LITTLE_ANSWERED: LEAST_ANSWERED <= answered < LITTLE_ANSWERED,
        Caution.TOO_WIDE: ratio > WIDEST,
        Caution.SILENT_AGENCY: any(not each.bands for each in totals),
    }
    return tuple(caution for caution, holds in tests.items() if holds)


def _word(sample: Sample | None, cautions: tuple[Caution, ...]) -> Word:
    if REFUSING & set(cautions):
        return Word.REFUSED
    return Word.BAND if sample is None else Word.RANGE
