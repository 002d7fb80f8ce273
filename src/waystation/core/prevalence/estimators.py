"""The estimators of the panel, each by the name it has on the command line."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from waystation.core.prevalence.batches import Batch, Fitted
from waystation.core.prevalence.bayes import threshold
from waystation.core.prevalence.engines import NUMPY, check, choose
from waystation.core.prevalence.existence import status
from waystation.core.prevalence.graphs import MOST_LISTS, average
from waystation.core.prevalence.latent import CLASSES, classes
from waystation.core.prevalence.lower import chao_lists, chao_loglinear
from waystation.core.prevalence.models import Judged, Shortlist, Terms, descend, hierarchical, judge
from waystation.core.prevalence.subsets import Floats, masks
from waystation.core.prevalence.table import Table

KEEP = {3: 8, 4: 20, 5: 20, 6: 10}
"""How many of the best models are looked at again in each replicate."""
PRIOR_ALONE = "nobody is on two lists: this would be the prior alone"


@dataclass(frozen=True)
class First:
    """What an estimator says of the table itself; `interval` when it brings one of its own."""

    point: float
    model: str
    status: int = 0
    interval: tuple[float, float] | None = None
    mc_error: float = float("nan")
    notes: tuple[str, ...] = ()


class Estimator(ABC):
    """An estimator of one table."""

    name = ""
    kind = "estimate"

    def __init__(self, table: Table, engine: str = NUMPY) -> None:
        self.table = table
        self.engine = check(engine)
        self.counts = table.counts.astype(np.float64)

    @abstractmethod
    def describe(self, table: Table) -> First:
        """The estimate of the table itself, its model and status."""

    def first(self, terms: Terms, unseen: float, notes: tuple[str, ...] = ()) -> First:
        """A log-linear model in words, with its status."""
        singles = masks(self.table.size, 1)
        return First(
            self.table.n + unseen, words(self.table, terms), int(status(self.counts, (*singles, *terms))), notes=notes
        )


class Resampled(Estimator):
    """One whose interval comes from replicates, at most so many of them."""

    most_replicates = 1_000_000

    @abstractmethod
    def numbers(self, counts: Floats) -> Floats:
        """The estimates (B,) of tables (B, 2^L); nan where there is none."""


def words(table: Table, terms: Terms) -> str:
    """A model as text: the pairs and larger terms by the lists' names, "no list leans on another" without any."""
    named = ["*".join(name for at, name in enumerate(table.lists) if term >> at & 1) for term in terms]
    return " + ".join(named) if named else "no list leans on another"


class Fixed(Resampled):
    """A log-linear model that is not chosen: the same further terms for every table."""

    def terms(self) -> Terms:
        return ()

    @cached_property
    def start(self) -> Floats | None:
        found = self._fit(self.counts[None], None)
        return np.asarray(found.fit.coefficients[0]) if found.exists[0] else None

    def _fit(self, counts: Floats, start: Floats | None) -> Fitted:
        batch = Batch(counts, np.array(self.terms(), dtype=np.int64))
        held = np.ones((len(counts), len(self.terms())), dtype=bool)
        return batch.fit(np.arange(len(counts)), held, None if start is None else np.broadcast_to(start, counts.shape))

    def numbers(self, counts: Floats) -> Floats:
        found = self._fit(counts, self.start)
        return np.asarray(np.where(found.exists, counts.sum(axis=1) + found.fit.unseen, np.nan))

    def describe(self, table: Table) -> First:
        return self.first(self.terms(), float(self.numbers(self.counts[None])[0]) - table.n)


class Independence(Fixed):
    """No list leans on another (Darroch 1958, Biometrika 45)."""

    name = "independence"


class Pairwise(Fixed):
    """Each pair of lists may lean on each other; three lists and more."""

    name = "pairwise"

    def terms(self) -> Terms:
        return masks(self.table.size, 2) if self.table.size > 2 else ()


class Stepwise(Resampled):
    """Pairs joined one by one (Chan, Silverman and Vincent 2021)."""

    name = "stepwise"

    @cached_property
    def chosen(self) -> tuple[Terms, float, Floats]:
        found = choose(self.counts[None])
        terms = tuple(mask for mask, has in zip(masks(self.table.size, 2), found.pairs[0], strict=True) if has)
        return terms, float(found.unseen[0]), found.coefficients[0]

    def describe(self, table: Table) -> First:
        return self.first(self.chosen[0], self.chosen[1])

    def numbers(self, counts: Floats) -> Floats:
        return np.asarray(counts.sum(axis=1) + choose(counts, self.engine).unseen)


class Best(Resampled):
    """The model with the least criterion of all that can be tried, the choice repeated among the best in replicates
    (Silverman, Chan and Vincent 2024)."""

    most_replicates = 1_000

    @abstractmethod
    def penalty(self) -> float:
        """What each term of a model costs."""

    @cached_property
    def tried(self) -> tuple[tuple[Terms, ...], Judged]:
        models = hierarchical(self.table.size, self.table.size - 1 if self.table.size <= 4 else 2)
        return models, judge(self.counts, models, self.penalty())

    @cached_property
    def shortlist(self) -> Shortlist:
        return Shortlist(*self.tried, KEEP[max(3, self.table.size)])

    def describe(self, table: Table) -> First:
        models, judged = self.tried
        best = judged.best()
        if not np.isfinite(judged.criterion[best]):
            return First(float("nan"), "none", 1, notes=("no model that can be tried has an estimate",))
        note = f"{len(models)} models tried, the best {len(self.shortlist.models)} again in each replicate"
        return self.first(models[best], float(judged.unseen[best]), (note,))

    def numbers(self, counts: Floats) -> Floats:
        return np.asarray(counts.sum(axis=1) + self.shortlist.best(counts, self.penalty()))


class Bic(Best):
    """Least Bayesian information criterion, n the people seen."""

    name = "bic"

    def penalty(self) -> float:
        return float(np.log(self.table.n))


class Aic(Best):
    """Least Akaike information criterion."""

    name = "aic"

    def penalty(self) -> float:
        return 2.0


class Downhill(Resampled):
    """The best of some greedy descents of the Bayesian criterion over models of pairs (Silverman, Chan and Vincent
    2024): from the main effects, from all pairs, and in replicates from what the table itself led to. A descent ends in
    a local minimum; from the main effects alone replicates of sparse tables do so too often for the ranges in print."""

    name = "downhill"
    most_replicates = 1_000

    @cached_property
    def own(self) -> tuple[Terms, float]:
        """The model of the table itself, and how many nobody saw."""
        pairs = masks(self.table.size, 2)
        found = descend(self.counts[None], np.log([float(self.table.n)]), ((), pairs))
        return tuple(mask for mask, has in zip(pairs, found.held[0], strict=True) if has), float(found.unseen[0])

    def describe(self, table: Table) -> First:
        return self.first(*self.own)

    def numbers(self, counts: Floats) -> Floats:
        n = counts.sum(axis=1)
        return np.asarray(n + descend(counts, np.log(n), ((), masks(self.table.size, 2), self.own[0])).unseen)


class Graphs(Estimator):
    """Averaged over decomposable graphs; the posterior median, and its interval."""

    name = "dga"

    def describe(self, table: Table) -> First:
        if not table.on_two_or_more:
            return First(float("nan"), "none", 1, notes=(PRIOR_ALONE,))
        found = average(table.counts)
        lo, mid, hi = (table.n + found.quantile(share) for share in (0.025, 0.5, 0.975))
        more, less = (table.n + average(table.counts, 2.0**-table.size * by).quantile(0.5) for by in (4.0, 0.25))
        note = f"with four times the prior weight {more:,.0f}, with a quarter of it {less:,.0f}"
        return First(mid, f"averaged over {found.graphs:,} graphs", 0, (lo, hi), 0.0, (note,))


class Threshold(Estimator):
    """Bayesian threshold of pairs; no number where its chains have not converged."""

    name = "bayes_threshold"

    def describe(self, table: Table) -> First:
        found = threshold(self.counts)
        if not found.converged:
            return First(float("nan"), "not converged", 4, notes=("the chains have not converged: no number is given",))
        lo, mid, hi = (table.n + float(np.quantile(found.unseen, share)) for share in (0.025, 0.5, 0.975))
        error = float(np.std(np.median(found.unseen, axis=1), ddof=1) / np.sqrt(len(found.unseen)))
        note = "a range of the posterior, prior variance 10 for each pair"
        return First(mid, words(table, tuple(sorted(found.pairs))), 0, (lo, hi), error, (note,))


class Latent(Estimator):
    """Hidden classes of people (Manrique-Vallier 2016); no number where its chains have not converged. Some 8 seconds
    of CPU whatever the table, so that it is tried when it is asked for."""

    name = "lcm"

    def describe(self, table: Table) -> First:
        found = classes(self.counts)
        if not found.converged:
            return First(float("nan"), "not converged", 4, notes=("the chains have not converged: no number is given",))
        lo, mid, hi = (table.n + float(np.quantile(found.unseen, share)) for share in (0.025, 0.5, 0.975))
        note = "a range of the posterior"
        return First(mid, f"at most {CLASSES} hidden classes of people", 0, (lo, hi), found.error, (note,))


class Chao(Resampled):
    """Chao's lower bound, for lists with chances of their own."""

    name = "chao"
    kind = "lower bound"

    def describe(self, table: Table) -> First:
        point = float(self.numbers(self.counts[None])[0])
        exists = bool(np.isfinite(point))
        notes = (f"as a log-linear model {table.n + chao_loglinear(self.counts):,.0f}",) if exists else ()
        return First(point, "people differ, lists do not lean on each other", int(not exists), notes=notes)

    def numbers(self, counts: Floats) -> Floats:
        found = counts.sum(axis=1) + chao_lists(counts)
        return np.asarray(np.where(np.isfinite(found), found, np.nan))


METHODS: dict[str, Callable[..., Estimator]] = {
    each.name: each for each in (Independence, Pairwise, Stepwise, Bic, Aic, Downhill, Graphs, Latent, Threshold, Chao)
}


def usual(lists: int) -> tuple[str, ...]:
    """The methods of the panel for so many lists; those that try every model or graph stop where there are too many."""
    names = ["independence", "pairwise", "stepwise", "chao"] if lists > 2 else ["independence", "chao"]
    if 2 < lists <= 10:
        names.insert(3, "downhill")
    if 2 < lists <= 6:
        names.insert(3, "bic")
    if 2 < lists <= min(6, MOST_LISTS):
        names.append("dga")
    return tuple(names)
