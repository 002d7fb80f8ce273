"""Whether a model's estimate exists (Fienberg and Rinaldo 2012, Annals of Statistics 40).

A term whose lists have nobody in common goes to minus infinity: it is fixed there, each cell that contains it is left
out, and the rest is fitted (Chan, Silverman and Vincent 2021, J. American Statistical Association 116).
"""

from __future__ import annotations

from enum import IntFlag
from functools import lru_cache

import numpy as np
from scipy.optimize import linprog

from waystation.core.prevalence.subsets import Floats


class Status(IntFlag):
    """0 the estimate exists and is one; 1 it does not exist; 2 it is not the only one; 3 both."""

    GOOD = 0
    ABSENT = 1
    NOT_IDENTIFIED = 2


def cells_without(empty: tuple[int, ...], size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The cells (2^L,) that contain none of the empty terms; entry 0, which is no cell, is False."""
    every = np.arange(size)
    kept = every > 0
    for term in empty:
        kept &= (every & term) != term
    return kept


@lru_cache(maxsize=200_000)
def identified(finite: tuple[int, ...], empty: tuple[int, ...], size: int) -> bool:
    """Whether the finite terms (the first is 0) can be told apart on the cells that are left."""
    cells = np.flatnonzero(cells_without(empty, size))
    return len(cells) >= len(finite) and int(np.linalg.matrix_rank(design(finite, cells))) == len(finite)


@lru_cache(maxsize=200_000)
def absent(finite: tuple[int, ...], empty: tuple[int, ...], zero: bytes, size: int) -> bool:
    """Whether no estimate exists, by linear programming. `zero` is the packed pattern of the cells with nobody.

    The estimate exists when some x that is positive on each cell left has the sums that were observed; which sums
    those are depends only on which cells are zero.
    """
    pattern = np.unpackbits(np.frombuffer(zero, dtype=np.uint8), count=size).astype(bool)
    cells = np.flatnonzero(cells_without(empty, size))
    matrix = design(finite, cells)
    totals = matrix.T @ np.where(pattern[cells], 0.0, 1.0)
    goal = np.zeros(len(cells) + 1)
    goal[-1] = -1.0
    floor = np.hstack([-np.eye(len(cells)), np.ones((len(cells), 1))])
    found = linprog(
        goal, A_ub=floor, b_ub=np.zeros(len(cells)), A_eq=np.hstack([matrix.T, np.zeros((len(finite), 1))]),
        b_eq=totals, bounds=[(0, None)] * len(cells) + [(None, 1.0)], method="highs",
    )  # fmt: skip
    return found.status != 0 or -float(found.fun) <= 1e-9


def status(counts: Floats, terms: tuple[int, ...]) -> Status:
    """The status of a hierarchical model for one table. `counts` (2^L,), `terms` its masks without the intercept."""
    size = len(counts)
    every = np.arange(size)
    empty = tuple(term for term in terms if not counts[(every & term) == term].any())
    finite = (0, *(term for term in terms if term not in empty))
    result = Status.GOOD
    if absent(finite, empty, np.packbits(counts == 0).tobytes(), size):
        result |= Status.ABSENT
    if not identified(finite, empty, size):
        result |= Status.NOT_IDENTIFIED
    return result


def design(finite: tuple[int, ...], cells: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Floats:
    """The 0/1 matrix of cells by terms: 1 where the term is a subset of the cell."""
    return np.array([[float(cell & term == term) for term in finite] for cell in cells]).reshape(-1, len(finite))
