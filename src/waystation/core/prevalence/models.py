"""Hierarchical models: which there are, and what a criterion says of each (Silverman, Chan and Vincent 2024,
Statistics and Computing 34)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from waystation.core.prevalence.batches import Batch, Flags
from waystation.core.prevalence.subsets import Floats, Ints, masks

Terms = tuple[int, ...]
_CHUNK = 4096


@cache
def hierarchical(lists: int, order: int) -> tuple[Terms, ...]:
    """All hierarchical models that hold every single list and terms of at most `order` lists (never all of them).

    Each is the tuple of its terms of two lists and more, by number of lists. There are 8 for 3 lists, 113 for 4, 1,024
    for 5 lists with pairs alone, 32,768 for 6. Raises ValueError when there are too many to try each.
    """
    if lists > 6 or (lists == 6 and order > 2):
        raise ValueError("there are too many models to try each; use downhill or stepwise")
    found: list[Terms] = [()]
    for size in range(2, min(order, lists - 1) + 1):
        found = [model + more for model in found for more in _choices(_allowed(lists, size, model))]
    return tuple(found)


def may_join(term: int, held: frozenset[int]) -> bool:
    """Whether a model that holds `held` stays hierarchical with this term: each part of it one list smaller is held."""
    parts = (term & ~(1 << bit) for bit in range(term.bit_length()) if term >> bit & 1)
    return all(part.bit_count() < 2 or part in held for part in parts)


def _allowed(lists: int, size: int, model: Terms) -> Terms:
    return tuple(term for term in masks(lists, size) if may_join(term, frozenset(model)))


def _choices(terms: Terms) -> list[Terms]:
    chosen: list[Terms] = [()]
    for term in terms:
        chosen += [(*earlier, term) for earlier in chosen]
    return chosen


def neighbours(model: Terms, lists: int, order: int) -> list[Terms]:
    """Hierarchical models with one term more or less, terms of at most `order` lists."""
    held = frozenset(model)
    fewer = [tuple(t for t in model if t != gone) for gone in model if not any(gone & t == gone != t for t in held)]
    sizes = range(2, min(order, lists - 1) + 1)
    new = (term for size in sizes for term in masks(lists, size) if term not in held and may_join(term, held))
    return fewer + [tuple(sorted((*model, term), key=lambda mask: (mask.bit_count(), mask))) for term in new]


@dataclass(frozen=True)
class Judged:
    """For M models of one table: `unseen` (M,), `criterion` (M,), inf where no estimate exists, `coefficients`."""

    unseen: Floats
    criterion: Floats
    coefficients: Floats

    def best(self) -> int:
        """The model with the least criterion; the first of several."""
        return int(np.argmin(self.criterion))


def judge(counts: Floats, models: tuple[Terms, ...], penalty: float) -> Judged:
    """Fit each model to one table (2^L,). `penalty` for each term: log(n) for BIC (n people, not cells), 2 for AIC."""
    lists = len(counts).bit_length() - 1
    further = np.array(sorted({term for model in models for term in model}), dtype=np.int64)
    parts = []
    for at in range(0, len(models), _CHUNK):
        held = np.array([[term in model for term in further] for model in models[at : at + _CHUNK]], dtype=bool)
        held = held.reshape(len(models[at : at + _CHUNK]), len(further))
        batch = Batch(np.broadcast_to(counts, (len(held), len(counts))).copy(), further)
        found = batch.fit(np.arange(len(held)), held)
        terms = 1 + lists + held.sum(axis=1)
        criterion = np.where(found.exists, penalty * terms - 2 * found.likelihood(batch.counts), np.inf)
        parts.append((np.where(found.exists, found.fit.unseen, np.nan), criterion, found.fit.coefficients))
    return Judged(*(np.concatenate(part) for part in zip(*parts, strict=True)))


class Shortlist:
    """The best models of one table; for other tables the one among them with the least criterion."""

    def __init__(self, models: tuple[Terms, ...], judged: Judged, keep: int) -> None:
        order = np.argsort(judged.criterion, kind="stable")
        order = order[np.isfinite(judged.criterion[order])][:keep]
        self.models = [models[at] for at in order]
        self.starts = judged.coefficients[order]

    def best(self, counts: Floats, penalty: float) -> Floats:
        """The unseen number under the best of the kept models for each table (B, 2^L); nan where none exists."""
        further = np.array(sorted({term for model in self.models for term in model}), dtype=np.int64)
        batch = Batch(counts, further)
        rows: Ints = np.arange(len(counts))
        least, unseen = np.full(len(counts), np.inf), np.full(len(counts), np.nan)
        for model, start in zip(self.models, self.starts, strict=True):
            held: Flags = np.broadcast_to(np.isin(further, model), (len(counts), len(further)))
            found = batch.fit(rows, held, np.broadcast_to(start, counts.shape))
            terms = 1 + batch.lists + len(model)
            value = np.where(found.exists, penalty * terms - 2 * found.likelihood(counts), np.inf)
            better = value < least
            least[better], unseen[better] = value[better], found.fit.unseen[better]
        return unseen


@dataclass(frozen=True)
class Descent:
    """For B tables where a descent ended: `held` (B, K) of the further terms, `unseen` (B,), `criterion` (B,)."""

    held: Flags
    unseen: Floats
    criterion: Floats


def descend(counts: Floats, penalty: Floats, starts: tuple[Terms, ...]) -> Descent:
    """The best of the descents from each of the models of pairs `starts`; the first of several that are as good."""
    found = [downhill(counts, penalty, start) for start in starts]
    line: Ints = np.arange(len(counts))
    which = np.argmin([np.where(np.isfinite(each.unseen), each.criterion, np.inf) for each in found], axis=0)
    return Descent(*(np.array([getattr(e, k) for e in found])[which, line] for k in ("held", "unseen", "criterion")))


def downhill(counts: Floats, penalty: Floats, start: Terms = ()) -> Descent:
    """Greedy descent over models of pairs for tables (B, 2^L): from the main effects and the pairs `start`, the best
    change of one pair as long as it lowers the criterion. `penalty` (B,) for each term."""
    pairs = np.array(masks(counts.shape[1].bit_length() - 1, 2), dtype=np.int64)
    batch = Batch(counts, pairs)
    rows: Ints = np.arange(len(counts))
    held: Flags = np.tile(np.isin(pairs, start), (len(counts), 1))

    def value(which: Ints, models: Flags, start: Floats | None) -> tuple[Floats, Floats, Floats]:
        found = batch.fit(which, models, start)
        terms = 1 + batch.lists + models.sum(axis=1)
        score = penalty[which] * terms - 2 * found.likelihood(counts[which])
        return np.where(found.exists, score, np.inf), found.fit.unseen, found.fit.coefficients

    least, unseen, coefficients = value(rows, held, None)
    unseen = np.where(np.isfinite(least), unseen, np.nan)
    active = rows
    while len(active):
        around = np.repeat(held[active], len(pairs), axis=0) ^ np.tile(np.eye(len(pairs), dtype=bool), (len(active), 1))
        score, number, found = value(
            np.repeat(active, len(pairs)), around, np.repeat(coefficients[active], len(pairs), 0)
        )
        best = score.reshape(-1, len(pairs)).argmin(axis=1) + np.arange(len(active)) * len(pairs)
        go = score[best] < least[active]
        active, best = active[go], best[go]
        least[active], unseen[active], held[active] = score[best], number[best], around[best]
        coefficients[active] = found[best]
    return Descent(held, unseen, least)
