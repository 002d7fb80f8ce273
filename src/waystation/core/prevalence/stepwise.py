"""Stepwise choice of two-list terms (Chan, Silverman and Vincent 2021, section 4), for many tables at once.

From the main effects: for each absent pair the overlap expected under the fitted model is compared with the overlap
seen; the pair with the smallest one-sided Poisson tail joins when that is below the threshold and the larger model's
estimate exists; and again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from waystation.core.prevalence.batches import Batch, Flags
from waystation.core.prevalence.subsets import Floats, Ints, masks, over_supersets

THRESHOLD = 0.02
DEEP = 1e-280
TIE = 1e-10
"""Logs of two tails this near (times their size) are equal but for rounding; the first pair of several joins."""


@dataclass
class Chosen:
    """For B tables: `unseen` (B,) the expected number nobody saw, nan where not even the main effects have an estimate;
    `pairs` (B, P) which two-list terms joined, in the order of `subsets.masks`; `coefficients` (B, 2^L)."""

    unseen: Floats
    pairs: Flags
    coefficients: Floats


def stepwise(counts: Floats, threshold: float = THRESHOLD, start: Floats | None = None) -> Chosen:
    """Choose and fit a model for each table of `counts` (B, 2^L). `start` (2^L,) speeds the first fit."""
    counts = np.asarray(counts, dtype=np.float64)
    pairs = np.array(masks(counts.shape[1].bit_length() - 1, 2), dtype=np.int64)
    batch = Batch(counts, pairs)
    everyone = np.arange(len(counts))
    joined, refused = np.zeros((2, len(counts), len(pairs)), dtype=bool)
    first = batch.fit(everyone, joined, None if start is None else np.broadcast_to(start, counts.shape))
    coefficients, mu = first.fit.coefficients, first.fit.mu
    active = everyone[first.exists]
    while len(active):
        shut = joined[active] | refused[active]
        chosen, begin = _best(batch, active, mu[active], shut, np.log(threshold))
        active, chosen, begin = active[chosen >= 0], chosen[chosen >= 0], begin[chosen >= 0]
        if not len(active):
            break
        larger = joined[active].copy()
        larger[np.arange(len(active)), chosen] = True
        starts = coefficients[active].copy()
        starts[np.arange(len(active)), pairs[chosen]] = begin
        found = batch.fit(active, larger, starts)
        kept = active[found.exists]
        joined[kept], refused[kept] = larger[found.exists], False
        coefficients[kept], mu[kept] = found.fit.coefficients[found.exists], found.fit.mu[found.exists]
        refused[active[~found.exists], chosen[~found.exists]] = True
    return Chosen(np.where(first.exists, np.exp(coefficients[:, 0]), np.nan), joined, coefficients)


def _best(batch: Batch, rows: Ints, mu: Floats, shut: Flags, limit: float) -> tuple[Ints, Floats]:
    """The pair to try next for each table (-1 none), and where its coefficient may begin."""
    mu = mu.copy()
    mu[:, 0] = 0.0
    expected = over_supersets(mu, batch.lists)[:, batch.further]
    observed = batch.seen[rows][:, batch.further]
    tails = log_tail(observed, expected, ~shut)
    least = tails.min(axis=1, initial=0.0)[:, None]
    chosen = (tails <= least + TIE * np.maximum(1.0, np.abs(least))).argmax(axis=1)
    line = np.arange(len(rows))
    begin = np.log(np.maximum(observed[line, chosen], 0.5) / np.maximum(expected[line, chosen], 1e-300))
    return np.where(tails[line, chosen] < limit, chosen, -1), np.clip(begin, -5.0, 5.0)


def log_tail(observed: Floats, expected: Floats, asked: Flags) -> Floats:
    """Log of the smaller of P(X <= observed) and P(X >= observed), X Poisson(expected); 0 where not asked."""
    below = observed < expected
    tail = np.zeros(observed.shape)
    low, high = asked & below, asked & ~below & (observed > 0)
    tail[low] = special.gammaincc(observed[low] + 1, expected[low])
    tail[high] = special.gammainc(observed[high], expected[high])
    with np.errstate(divide="ignore"):
        logs = np.where(low | high, np.log(tail), 0.0)
    deep = (low | high) & (tail < DEEP)
    if deep.any():
        logs[deep] = _deep(observed[deep], expected[deep], below[deep])
    return np.asarray(logs)


def _deep(observed: Floats, expected: Floats, below: Flags) -> Floats:
    """Tails that underflow: the log of their largest term, and of the falling series from it until it settles."""
    first = special.xlogy(observed, expected) - expected - special.gammaln(observed + 1)
    total, term, k = np.ones_like(first), np.ones_like(first), observed.copy()
    while (term > total * 1e-17).any():
        term = term * np.where(below, k / expected, expected / (np.maximum(k, 0.0) + 1))
        k = np.where(below, k - 1, k + 1)
        total += term
    return np.asarray(first + np.log(total))
