"""Averaging over decomposable graphs (Madigan and York 1997, Biometrika 84): which lists lean on which, unknown.

For a decomposable graph and a hyper-Dirichlet prior (delta for each cell) the probability of the table is a product
over cliques divided by one over separators. Eliminating a vertex v whose neighbours are joined to each other gives the
factor of {v and its neighbours} over that of its neighbours, so each graph is a vector of +1 and -1 over subsets of
lists, and only the unseen number of each subset's all-zero cell varies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from waystation.core.prevalence.subsets import Floats, Ints, masks

MOST_LISTS = 7
TAIL = 1e-4
POINTS = 1000
_STREAM = 4096


@dataclass(frozen=True)
class Posterior:
    """Over the unseen number: `unseen` (G,) and `weight` (G,), summing to 1; `graphs` how many were averaged."""

    unseen: Floats
    weight: Floats
    graphs: int

    def quantile(self, share: float) -> float:
        """The unseen number below which this share of the posterior lies."""
        return float(np.interp(share, np.cumsum(self.weight) - self.weight / 2, self.unseen))


@cache
def decomposable(lists: int) -> NDArray[np.int8]:
    """Each decomposable graph as a row over the subsets of lists: 8, 61, 822, 18,154 and 617,675 for 3 to 7 lists."""
    if lists > MOST_LISTS:
        raise ValueError(f"there are too many graphs of {lists} lists; {MOST_LISTS} is the most")
    pairs = masks(lists, 2)
    found = [
        _eliminate(np.arange(at, min(at + (1 << 16), 1 << len(pairs))), lists)
        for at in range(0, 1 << len(pairs), 1 << 16)
    ]
    return np.concatenate(found)


def _eliminate(graphs: Ints, lists: int) -> NDArray[np.int8]:
    """Rows of the chordal ones among graphs given as sets of edges (bit e for the e-th pair)."""
    near = np.zeros((len(graphs), lists), dtype=np.int64)
    for edge, pair in enumerate(masks(lists, 2)):
        one, two = (member for member in range(lists) if pair >> member & 1)
        has = graphs >> edge & 1
        near[:, one] |= has << two
        near[:, two] |= has << one
    rows = np.zeros((len(graphs), 1 << lists), dtype=np.int8)
    left = np.full(len(graphs), (1 << lists) - 1)
    for _ in range(lists):
        gone = np.zeros(len(near), dtype=bool)
        for vertex in range(lists):
            around = near[:, vertex] & left
            may = ~gone & (left >> vertex & 1 == 1) & _clique(near, around, lists)
            rows[may, around[may] | 1 << vertex] += 1
            rows[may, around[may]] -= 1
            left[may] &= ~(1 << vertex)
            gone |= may
        near, rows, left = near[gone], rows[gone], left[gone]
    rows[:, 0] = 0
    return rows


def _clique(near: Ints, around: Ints, lists: int) -> NDArray[np.bool_]:
    """Whether the vertices of `around` are all joined to each other."""
    good = np.ones(len(around), dtype=bool)
    for member in range(lists):
        inside = around >> member & 1 == 1
        good &= ~inside | (around & ~(near[:, member] | 1 << member) == 0)
    return good


def average(counts: Ints, delta: float | None = None, points: int = POINTS, most: float | None = None) -> Posterior:
    """The posterior of the unseen number of a table (2^L,), prior 1/N, over a grid grown until its tail is empty.

    `delta` is the prior weight of each cell (2^-L when not given); `most` fixes the end of the grid.
    """
    lists = len(counts).bit_length() - 1
    n = float(counts.sum())
    top = most or 4.0 * n
    while True:
        unseen = np.unique(np.round(np.linspace(0.0, top, points)))
        logs = _over_graphs(counts, unseen, 2.0**-lists if delta is None else delta, lists)
        total = n + unseen
        logs += gammaln(total + 1) - gammaln(unseen + 1) - np.log(total)
        weight = np.exp(logs - logs.max())
        weight /= weight.sum()
        if most or weight[int(0.95 * len(weight)) :].sum() < TAIL or top > 1e9:
            return Posterior(unseen, weight, len(decomposable(lists)))
        top *= 2.0


def _over_graphs(counts: Ints, unseen: Floats, delta: float, lists: int) -> Floats:
    """Log of the sum over graphs of the probability of the seen cells given each unseen number, up to a constant."""
    factors = np.array([_factor(counts, unseen, mask, delta, lists) for mask in range(1 << lists)])
    graphs = decomposable(lists)
    most = np.full(len(unseen), -np.inf)
    total = np.zeros(len(unseen))
    for at in range(0, len(graphs), _STREAM):
        logs = graphs[at : at + _STREAM].astype(np.float64) @ factors
        new = np.maximum(most, logs.max(axis=0))
        total = total * np.exp(most - new) + np.exp(logs - new).sum(axis=0)
        most = new
    return np.asarray(most + np.log(total))


def _factor(counts: Ints, unseen: Floats, mask: int, delta: float, lists: int) -> Floats:
    """The log Dirichlet term of one subset of lists: its cells' counts with the unseen in the all-zero cell."""
    if mask == 0:
        return np.zeros(len(unseen))
    inside = np.bincount(np.arange(1 << lists) & mask, weights=counts, minlength=1 << lists)
    cells = np.array([cell for cell in range(1 << lists) if cell & ~mask == 0])
    prior = delta * 2.0 ** (lists - mask.bit_count())
    fixed = float((gammaln(inside[cells[1:]] + prior) - gammaln(prior)).sum())
    whole = delta * 2.0**lists
    zero = gammaln(inside[0] + unseen + prior) - gammaln(prior)
    return np.asarray(fixed + zero + gammaln(whole) - gammaln(counts.sum() + unseen + whole))
