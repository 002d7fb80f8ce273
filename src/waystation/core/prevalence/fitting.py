"""Poisson log-linear models of many tables at once.

log mu_w = sum of a_S over the subsets S of w that the model holds (Cormack 1989, Biometrics 45; Fienberg 1972,
Biometrika 59). With masks as index both the score and the information are sums over supersets: the score of S is
N*_S - M_S and the information of (S, T) is M_(S or T), M_U the sum of mu over the supersets of U. So a batch of tables
with different models is one array operation, whatever their models are.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waystation.core.prevalence.subsets import Floats, Ints, over_subsets, over_supersets

MOST_STEPS = 60
STILL = 1e-6
"""A fit has settled when its last step moved no coefficient by more than this: what is left is about its square."""
NEAR = 1e-3
"""The step before the last of a fit that converges: its steps shrink quadratically."""
PROOF_STEPS = 20
"""Where no estimate exists steps stay near 1, and after some thirty of them rounding makes one look like the last: a
fit that settled within this many steps is itself the proof of existence, a later one is not."""
LONGEST = 5.0
FEW_TERMS, MANY_TABLES = 24, 32
"""So few terms of so many tables are eliminated along the tables; else each matrix is solved for itself."""


@dataclass
class Fit:
    """Fits of B tables: `coefficients` (B, 2^L) by mask, entry 0 the intercept; `mu` (B, 2^L), entry 0 the unseen;
    `settled` (B,) whether it converged; `proved` (B,) whether that is itself the proof that the estimate exists."""

    coefficients: Floats
    mu: Floats
    settled: NDArray[np.bool_]
    proved: NDArray[np.bool_]

    @property
    def unseen(self) -> Floats:
        """The expected number nobody saw, exp of the intercept, shape (B,)."""
        with np.errstate(over="ignore"):  # of fits that did not settle
            return np.asarray(np.exp(self.coefficients[:, 0]))


def fit(
    counts: Floats,
    terms: Ints,
    alive: NDArray[np.bool_],
    start: Floats | None = None,
    fixed: Floats | None = None,
) -> Fit:
    """Maximum-likelihood fits by Newton's method.

    `counts` (B, 2^L); `terms` (B, p) the masks of each table's finite terms, the first always 0, padded with -1;
    `alive` (B, 2^L) the cells that are kept (entry 0 is never a cell); `start` (B, 2^L) coefficients to begin from;
    `fixed` (B, 2^L) coefficients that are given, not estimated (an assumed dependence).
    """
    lists = counts.shape[1].bit_length() - 1
    cells = alive.copy()
    cells[:, 0] = False
    factor = None if fixed is None else np.exp(over_subsets(fixed, lists))
    batch = _Batch(np.where(cells, counts, 0.0), terms, cells, lists, factor)
    found = batch.begin() if start is None else np.where(batch.held, start, 0.0)
    return batch.settle(found)


class _Batch:
    """The arrays that stay the same through the steps of Newton's method."""

    def __init__(
        self, counts: Floats, terms: Ints, cells: NDArray[np.bool_], lists: int, factor: Floats | None
    ) -> None:
        self.counts, self.cells, self.lists, self.factor = counts, cells, lists, factor
        self.used = terms >= 0
        self.terms = np.where(self.used, terms, 0)
        rows = np.arange(len(counts))
        self.rows = rows
        self.held = np.zeros(counts.shape, dtype=bool)
        self.held[rows[:, None], self.terms] = True
        self.totals = np.take_along_axis(over_supersets(counts, lists), self.terms, axis=1)
        self.idle = ~self.used
        self.pairs = self._pairs()

    def _pairs(self) -> Ints:
        """Where each entry (p, p, B) of the information stands among the sums, a 0 and a 1 put after each table's."""
        across, idle = np.ascontiguousarray(self.terms.T), np.ascontiguousarray(self.idle.T)
        size = self.counts.shape[1]
        pairs = across[:, None, :] | across[None, :, :]
        if idle.any():
            same = np.where(np.eye(len(across), dtype=bool), size + 1, size)[:, :, None]
            pairs = np.where(idle[:, None, :] | idle[None, :, :], same, pairs)
        return np.asarray(pairs + (size + 2) * self.rows)

    def part(self, chosen: NDArray[np.bool_]) -> _Batch:
        """Some of the tables."""
        less = copy(self)
        for name in ("counts", "cells", "used", "terms", "held", "totals", "idle"):
            setattr(less, name, getattr(self, name)[chosen])
        less.factor = None if self.factor is None else self.factor[chosen]
        less.rows = self.rows[: len(less.counts)]
        less.pairs = self.pairs[:, :, chosen] - (self.counts.shape[1] + 2) * (self.rows[chosen] - less.rows)
        return less

    def begin(self) -> Floats:
        """One weighted least-squares step from mu = count + 0.1, as generalised linear models begin."""
        first = np.where(self.cells, self.counts + 0.1, 0.0)
        working = np.where(self.cells, first * np.log(np.where(self.cells, first, 1.0)) + self.counts - first, 0.0)
        return self._solve(over_supersets(first, self.lists), over_supersets(working, self.lists))

    def settle(self, found: Floats) -> Fit:
        """Newton's method, a table leaving the batch when it has settled."""
        settled, proved = np.zeros((2, len(found)), dtype=bool)
        mu = self.expected(found)
        todo, batch, now, expected = np.arange(len(found)), self, found, mu
        last = np.full(len(found), np.inf)
        for taken in range(MOST_STEPS):
            sums = over_supersets(batch._seen(expected), batch.lists)
            short = batch.totals - np.take_along_axis(sums, batch.terms, axis=1)
            short[batch.idle] = 0.0
            step = batch._directions(sums, short)
            longest = np.abs(step).max(axis=1)
            if not (longest <= LONGEST).all():
                step = step * np.minimum(1.0, LONGEST / np.maximum(longest, LONGEST))[:, None]
            now = now + batch._scatter(step)
            expected = batch.expected(now)
            done = (longest < STILL) & (last < NEAR)
            if done.any():
                done &= batch._balanced(expected)
            bad = ~np.isfinite(longest)
            found[todo], mu[todo], settled[todo] = now, expected, done & ~bad
            proved[todo] = settled[todo] & (taken < PROOF_STEPS)
            go = ~(done | bad)
            if not go.any():
                break
            last = longest
            if not go.all():
                todo, batch, now, expected, last = todo[go], batch.part(go), now[go], expected[go], longest[go]
        return Fit(found, mu, settled, proved)

    def expected(self, coefficients: Floats) -> Floats:
        with np.errstate(over="ignore", invalid="ignore"):
            mu = np.exp(over_subsets(coefficients, self.lists))
        if self.factor is not None:
            mu *= self.factor
        mu[:, 1:] = np.where(self.cells[:, 1:], mu[:, 1:], 0.0)
        return np.asarray(mu)

    def _seen(self, mu: Floats) -> Floats:
        seen = mu.copy()
        seen[:, 0] = 0.0
        return seen

    def _balanced(self, mu: Floats) -> NDArray[np.bool_]:
        sums = np.take_along_axis(over_supersets(self._seen(mu), self.lists), self.terms, axis=1)
        short = np.where(self.used, np.abs(self.totals - sums), 0.0)
        return np.asarray((short <= 1e-7 * np.maximum(1.0, self.totals)).all(axis=1))

    def _solve(self, weights: Floats, right: Floats) -> Floats:
        values = np.take_along_axis(right, self.terms, axis=1)
        values[self.idle] = 0.0
        return self._scatter(self._directions(weights, values))

    def _directions(self, sums: Floats, right: Floats) -> Floats:
        if not np.isfinite(sums).all():
            sums = np.where(np.isfinite(sums), sums, 0.0)
        information = np.hstack([sums, np.broadcast_to([0.0, 1.0], (len(sums), 2))]).reshape(-1).take(self.pairs)
        if len(information) <= FEW_TERMS and len(right) >= MANY_TABLES:
            return eliminate(information, right.T.copy()).T
        matrices = information.transpose(2, 0, 1)
        try:
            return np.asarray(np.linalg.solve(matrices, right[:, :, None])[:, :, 0])
        except np.linalg.LinAlgError:
            return np.array([_one(matrix, values) for matrix, values in zip(matrices, right, strict=True)])

    def _scatter(self, values: Floats) -> Floats:
        spread = np.zeros(self.counts.shape)
        rows = np.broadcast_to(self.rows[:, None], self.terms.shape)
        spread[rows[self.used], self.terms[self.used]] = values[self.used]
        return spread


def eliminate(matrices: Floats, right: Floats) -> Floats:
    """Solutions (p, B) of symmetric positive systems, matrices (p, p, B) and right-hand sides (p, B), all at once.

    Both are overwritten. Elimination without exchange, each step an operation along the tables; a matrix that is not
    positive gives what is not finite.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for at in range(len(right)):
            share = matrices[at + 1 :, at] / matrices[at, at]
            matrices[at + 1 :, at + 1 :] -= share[:, None] * matrices[at, None, at + 1 :]
            right[at + 1 :] -= share * right[at]
        for at in range(len(right) - 1, -1, -1):
            right[at] -= (matrices[at, at + 1 :] * right[at + 1 :]).sum(axis=0)
            right[at] /= matrices[at, at]
    return right


def _one(matrix: Floats, values: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(matrix, values))
    except np.linalg.LinAlgError:
        return np.full(values.shape, np.nan)
