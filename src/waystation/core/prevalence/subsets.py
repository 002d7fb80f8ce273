"""Subsets of lists as bit masks, and sums over subsets and supersets.

A history is a mask: bit j is set when list j saw the person. Arrays over masks have 2^L entries on their last axis, in
the order of the mask; entry 0 is the history nobody saw.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MATRIX_UP_TO = 7
"""Up to this many lists one matrix product is quicker than a pass for each list."""


@cache
def masks(lists: int, order: int) -> tuple[int, ...]:
    """Masks of all subsets of so many lists with exactly `order` members, in lexicographic order of the members."""
    return tuple(sum(1 << member for member in chosen) for chosen in combinations(range(lists), order))


@cache
def sizes(lists: int) -> Ints:
    """The number of lists in each mask, shape (2^L,)."""
    return np.array([mask.bit_count() for mask in range(1 << lists)], dtype=np.int64)


@cache
def _below(lists: int) -> Floats:
    """[S, w] is 1 where S is a subset of w."""
    every = np.arange(1 << lists)
    return np.ascontiguousarray(((every[:, None] & every[None, :]) == every[:, None]).astype(np.float64))


def over_subsets(values: Floats, lists: int) -> Floats:
    """For each mask w the sum of `values` over the subsets of w. Shape (..., 2^L) in and out."""
    if lists <= MATRIX_UP_TO:
        return values @ _below(lists)
    return _passes(values, lists, 1, 0)


def over_supersets(values: Floats, lists: int) -> Floats:
    """For each mask S the sum of `values` over the supersets of S. Shape (..., 2^L) in and out."""
    if lists <= MATRIX_UP_TO:
        return values @ _below(lists).T
    return _passes(values, lists, 0, 1)


def _passes(values: Floats, lists: int, into: int, out_of: int) -> Floats:
    result = np.array(values, dtype=np.float64)
    for member in range(lists):
        view = result.reshape(*result.shape[:-1], -1, 2, 1 << member)
        view[..., into, :] += view[..., out_of, :]
    return result
