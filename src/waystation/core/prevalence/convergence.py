"""Whether chains of draws have converged: split R-hat and effective sample size (Gelman and others 2013, Bayesian Data
Analysis, 11.4 and 11.5), and the gate that both must pass before a number is told."""

from __future__ import annotations

import numpy as np

from waystation.core.prevalence.subsets import Floats

MOST_RHAT = 1.01
FEWEST_ESS = 400.0


def split(chains: Floats) -> Floats:
    """Each of (C, D) chains as two halves, (2C, D // 2)."""
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, half : 2 * half]])


def rhat(chains: Floats) -> float:
    """Split R-hat of chains (C, D); inf where a chain does not move."""
    halves = split(chains)
    within = float(halves.var(axis=1, ddof=1).mean())
    between = float(halves.mean(axis=1).var(ddof=1))
    return float(np.sqrt((halves.shape[1] - 1) / halves.shape[1] + between / within)) if within > 0 else float("inf")


def ess(chains: Floats) -> float:
    """Effective sample size of chains (C, D), by Geyer's initial positive pairs of autocorrelations."""
    halves = split(chains)
    count, length = halves.shape
    within = halves.var(axis=1, ddof=1).mean()
    total = within * (length - 1) / length + halves.mean(axis=1).var(ddof=1)
    if not total > 0:
        return 0.0
    centred = halves - halves.mean(axis=1, keepdims=True)
    power = np.abs(np.fft.rfft(centred, n=2 * length, axis=1)) ** 2
    covariance = np.fft.irfft(power, axis=1)[:, :length].mean(axis=0) / length
    rho = 1 - (within - covariance) / total
    pairs = rho[1 : length - 1 : 2] + rho[2:length:2]
    stop = int(np.argmax(pairs < 0)) if (pairs < 0).any() else len(pairs)
    return float(count * length / max(1.0, 1 + 2 * float(pairs[:stop].sum())))


def converged(chains: Floats) -> bool:
    """Whether R-hat is below 1.01 and the effective sample size above 400."""
    return bool(np.isfinite(chains).all()) and rhat(chains) < MOST_RHAT and ess(chains) > FEWEST_ESS
