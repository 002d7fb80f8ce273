"""Fitting many tables, each with a model of its own made of single lists and further terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waystation.core.prevalence.existence import absent, identified
from waystation.core.prevalence.fitting import Fit, fit
from waystation.core.prevalence.subsets import Floats, Ints, masks, over_supersets

Flags = NDArray[np.bool_]


@dataclass
class Fitted:
    """B fits: the `fit`, which of them `exists` (B,), and the `alive` cells (B, 2^L) they were made on."""

    fit: Fit
    exists: Flags
    alive: Flags

    def likelihood(self, counts: Floats) -> Floats:
        """Poisson log likelihood up to the factorials of the counts, over the cells that are kept; shape (B,)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = np.where(self.alive, counts * np.log(np.where(self.alive, self.fit.mu, 1.0)) - self.fit.mu, 0.0)
        return np.asarray(parts.sum(axis=-1))


class Batch:
    """Tables (B, 2^L) and the further terms (K,) that their models may hold, sums over supersets taken once."""

    def __init__(self, counts: Floats, further: Ints) -> None:
        self.counts = counts
        self.size = counts.shape[1]
        self.lists = self.size.bit_length() - 1
        self.singles = np.array(masks(self.lists, 1), dtype=np.int64)
        self.further = further
        self.every = np.concatenate([self.singles, further])
        self.seen = over_supersets(counts, self.lists)
        self.zero = self.seen[:, self.every] == 0
        cells = np.arange(self.size)
        self.inside = (cells[None, :] & self.every[:, None]) == self.every[:, None]

    def fit(self, rows: Ints, held: Flags, start: Floats | None = None, fixed: Floats | None = None) -> Fitted:
        """Fit table rows[i] with the further terms held[i] (B', K), each single list and the intercept always held.

        A term that nobody has goes to minus infinity: its cells are left out and it is not fitted.
        """
        held = np.hstack([np.ones((len(rows), self.lists), dtype=bool), held])
        empty = held & self.zero[rows]
        alive = ~(empty.astype(np.float32) @ self.inside > 0)
        alive[:, 0] = False
        fitted = fit(self.counts[rows], self._terms(held & ~empty), alive, start, fixed)
        return Fitted(fitted, self._exists(rows, held, empty, fitted), alive)

    def _terms(self, finite: Flags) -> Ints:
        most = int(finite.sum(axis=1).max(initial=0))
        order = np.argsort(~finite, axis=1, kind="stable")[:, :most]
        chosen = np.where(np.take_along_axis(finite, order, axis=1), self.every[order], -1)
        return np.hstack([np.zeros((len(finite), 1), dtype=np.int64), chosen])

    def _exists(self, rows: Ints, held: Flags, empty: Flags, fitted: Fit) -> Flags:
        """A fit that settled quickly is its own proof; what cannot be told apart is looked up by pattern."""
        good = fitted.settled.copy()
        known: dict[bytes, bool] = {}
        for at in np.flatnonzero(good & (empty.any(axis=1) | ~fitted.proved)):
            key = held[at].tobytes() + empty[at].tobytes()
            if key not in known:
                known[key] = identified(*self._sides(held[at], empty[at]), self.size)
            good[at] = known[key] and (bool(fitted.proved[at]) or self._present(rows[at], held[at], empty[at]))
        return good

    def _sides(self, held: Flags, empty: Flags) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0, *self.every[held & ~empty].tolist()), tuple(self.every[empty].tolist())

    def _present(self, row: int, held: Flags, empty: Flags) -> bool:
        zero = np.packbits(self.counts[row] == 0).tobytes()
        return not absent(*self._sides(held, empty), zero, self.size)
