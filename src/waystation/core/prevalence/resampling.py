"""Bootstrap replicates and BCa ends (Efron 1987, J. American Statistical Association 82; DiCiccio and Efron 1996,
Statistical Science 11)."""

from __future__ import annotations

from collections import abc, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.random import Generator, Philox
from scipy.special import ndtr, ndtri

from waystation.core.prevalence.subsets import Floats, Ints

CHUNK = 1000
"""Replicates drawn under one counter: each chunk has its own stream, so the number of threads changes nothing."""
GROUPS = 20
Part = TypeVar("Part")
Steps = abc.Generator[Floats, None, None]


@dataclass(frozen=True)
class Ends:
    """An interval: `lo`, `hi` at `level`, their Monte-Carlo standard error `mc_error`, and what had to be done."""

    lo: float
    hi: float
    level: float
    mc_error: float
    notes: tuple[str, ...] = ()


def draw(counts: Ints, replicates: int, seed: int) -> Iterator[Floats]:
    """Multinomial replicates of a table (2^L,), in chunks (up to 1,000, 2^L)."""
    total = int(counts.sum())
    held = np.flatnonzero(counts)
    for chunk in range(0, replicates, CHUNK):
        generator = Generator(Philox(key=seed, counter=[0, 0, 0, chunk // CHUNK]))
        size = min(CHUNK, replicates - chunk)
        drawn = np.zeros((size, len(counts)))
        drawn[:, held] = generator.multinomial(total, counts[held] / total, size=size)
        yield drawn


def in_turn(act: Callable[[Part], Floats], parts: Iterable[Part], threads: int) -> Steps:
    """`act` of each part, in order. No more parts than threads wait at once; those that wait are dropped at the end."""
    waiting: deque[Future[Floats]] = deque()
    pool = ThreadPoolExecutor(max(1, threads))
    try:
        for part in parts:
            waiting.append(pool.submit(act, part))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def acceleration(counts: Ints, estimate: Callable[[Floats], Floats]) -> float:
    """The acceleration by deleting one person at a time: one refit for each cell that has anybody, weighted by it.

    `estimate` maps tables (B, 2^L) to estimates (B,). nan when a refit has none.
    """
    held = np.flatnonzero(counts)
    without = np.repeat(counts[None, :].astype(np.float64), len(held), axis=0)
    without[np.arange(len(held)), held] -= 1
    return skew(estimate(without), counts[held].astype(np.float64))


def skew(left_out: Floats, weights: Floats) -> float:
    """a = sum w d^3 / (6 (sum w d^2)^1.5) with d the weighted mean less each value; 0 when all are equal."""
    away = np.average(left_out, weights=weights) - left_out
    spread = float((weights * away**2).sum())
    return float((weights * away**3).sum() / (6.0 * spread**1.5)) if spread > 0 else (0.0 if spread == 0 else np.nan)


def bca(point: float, replicates: Floats, speed: float, level: float) -> tuple[float, float, tuple[str, ...]]:
    """BCa ends for a point, its replicates (R,) and its acceleration; falls back to percentiles and says so."""
    good = replicates[~np.isnan(replicates)]
    notes: list[str] = []
    if len(good) < len(replicates):
        notes.append(f"{len(replicates) - len(good)} of {len(replicates)} replicates have no estimate")
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    if not len(good):
        return float("nan"), float("nan"), (*notes, "no replicate has an estimate")
    share = float((good < point).mean())
    bias = float(ndtri(share))
    if notes or not np.isfinite(bias) or not np.isfinite(speed):
        notes.append("percentile ends, because the BCa correction is not defined")
        asked = tails
    else:
        moved = bias + ndtri(tails)
        asked = ndtr(bias + moved / (1 - speed * moved))
        if (speed * moved >= 1).any() or asked[0] >= asked[1]:
            notes.append("percentile ends, because the acceleration is too large")
            asked = tails
    lo, hi = np.quantile(good, asked, method="median_unbiased")
    return float(lo), float(hi), tuple(notes)


def ends(point: float, replicates: Floats, speed: float, level: float) -> Ends:
    """BCa ends with their Monte-Carlo error: the spread of the ends of twenty groups of replicates over root 20."""
    lo, hi, notes = bca(point, replicates, speed, level)
    groups = [bca(point, part, speed, level)[:2] for part in np.array_split(replicates, GROUPS) if len(part) >= GROUPS]
    spread = np.std(np.array(groups), axis=0, ddof=1) / np.sqrt(len(groups)) if len(groups) > 1 else np.array([np.nan])
    return Ends(lo, hi, level, float(np.max(spread)), notes)
