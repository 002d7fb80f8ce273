"""Bayesian threshold (Silverman 2020, J. Royal Statistical Society A 183, section 6): all pairs with a normal prior;
those whose posterior mean is less than two standard deviations from nought are dropped; the rest is fitted again.

The posterior is drawn from by Metropolis-Hastings with proposals of its own normal approximation, with heavier tails.
A pair whose lists have nobody in common is not dropped: its cells are left out, as in `existence`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, Philox

from waystation.core.prevalence.convergence import converged
from waystation.core.prevalence.existence import cells_without, design
from waystation.core.prevalence.subsets import Floats, masks

VARIANCE = 10.0
"""Of the prior of a pair's log odds ratio; the intercept and the lists have flat ones."""
CHAINS, DRAWS, WARM = 4, 4000, 500
FREEDOM = 5.0
DROP = 2.0


@dataclass(frozen=True)
class Thresholded:
    """Draws of the unseen number (C, D), the pairs that were kept, and whether the chains converged."""

    unseen: Floats
    pairs: tuple[int, ...]
    converged: bool


def threshold(counts: Floats, seed: int = 0, variance: float = VARIANCE) -> Thresholded:
    """Both fits of one table (2^L,). Not converged when a list has nobody, or a posterior mode is not found."""
    lists = len(counts).bit_length() - 1
    every = np.arange(len(counts))
    seen = {mask: counts[(every & mask) == mask].sum() for size in (1, 2) for mask in masks(lists, size)}
    empty = tuple(mask for mask in masks(lists, 2) if not seen[mask])
    free = tuple(mask for mask in masks(lists, 2) if seen[mask])
    nothing = Thresholded(np.full((CHAINS, DRAWS), np.nan), (), False)
    if not all(seen[mask] for mask in masks(lists, 1)):
        return nothing
    first = sample(counts, free, empty, variance, Generator(Philox(key=seed, counter=[0, 0, 2, 0])))
    if first is None or not all(converged(first[:, :, at]) for at in range(first.shape[2])):
        return nothing
    pairs = first[:, :, 1 + lists :]
    strength = np.abs(pairs.mean(axis=(0, 1))) / pairs.std(axis=(0, 1))
    kept = tuple(mask for mask, has in zip(free, strength >= DROP, strict=True) if has)
    second = sample(counts, kept, empty, variance, Generator(Philox(key=seed, counter=[0, 0, 2, 1])))
    if second is None:
        return nothing
    return Thresholded(np.exp(second[:, :, 0]), (*kept, *empty), converged(second[:, :, 0]))


def sample(
    counts: Floats, pairs: tuple[int, ...], empty: tuple[int, ...], variance: float, generator: Generator
) -> Floats | None:
    """Draws (C, D, p) of the coefficients: intercept, lists, pairs. None where no posterior mode is found."""
    lists = len(counts).bit_length() - 1
    cells = np.flatnonzero(cells_without(empty, len(counts)))
    matrix = design((0, *masks(lists, 1), *pairs), cells)
    prior = np.array([0.0] * (1 + lists) + [1 / variance] * len(pairs))
    mode = _mode(matrix, counts[cells], prior)
    if mode is None:
        return None
    at, precision = mode
    try:
        root = np.linalg.cholesky(np.linalg.inv(precision))
    except np.linalg.LinAlgError:
        return None
    shape = (CHAINS, WARM + DRAWS)
    normal = generator.standard_normal((*shape, len(at)))
    scale = generator.chisquare(FREEDOM, size=shape) / FREEDOM
    proposed = at + (normal @ root.T) / np.sqrt(scale)[:, :, None]
    with np.errstate(over="ignore"):
        eta = proposed @ matrix.T
        log = (counts[cells] * eta - np.exp(eta)).sum(axis=2) - 0.5 * (prior * proposed**2).sum(axis=2)
    own = -0.5 * (FREEDOM + len(at)) * np.log1p((normal**2).sum(axis=2) / scale / FREEDOM)
    return _walk(proposed, log - own, np.log(generator.random(shape)))[:, WARM:]


def _walk(proposed: Floats, weight: Floats, chance: Floats) -> Floats:
    """Independence Metropolis-Hastings: a proposal is taken with the ratio of the weights."""
    place = np.zeros(weight.shape, dtype=np.int64)
    line = np.arange(len(weight))
    for step in range(1, weight.shape[1]):
        before = place[:, step - 1]
        taken = chance[:, step] < weight[:, step] - weight[line, before]
        place[:, step] = np.where(taken, step, before)
    return proposed[line[:, None], place]


def _mode(matrix: Floats, counts: Floats, prior: Floats) -> tuple[Floats, Floats] | None:
    """Posterior mode and precision there, by Newton's method with steps of at most 5."""
    at = np.zeros(matrix.shape[1])
    at[0] = np.log(counts.sum() / len(counts))
    for _ in range(200):
        mu = np.exp(np.clip(matrix @ at, -40, 40))
        precision = matrix.T @ (matrix * mu[:, None]) + np.diag(prior)
        try:
            step = np.linalg.solve(precision, matrix.T @ (counts - mu) - prior * at)
        except np.linalg.LinAlgError:
            return None
        longest = float(np.abs(step).max())
        at = at + step * min(1.0, 2.0 / max(longest, 1e-12))
        if longest < 1e-8:
            return at, precision
    return None
