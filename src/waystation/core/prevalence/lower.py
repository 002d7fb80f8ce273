"""Lower bounds (Chao 1987, Biometrics 43; Rivest and Baillargeon 2007, Biometrics 63).

Valid when people differ in how easily they are seen; not when lists shun each other (negative dependence).
"""

from __future__ import annotations

import numpy as np

from waystation.core.prevalence.subsets import Floats, masks, sizes


def chao(counts: Floats) -> Floats:
    """f1^2 / (2 f2), bias-corrected f1 (f1 - 1) / (2 (f2 + 1)); the unseen number for each table (B, 2^L)."""
    once, twice = _frequencies(counts)
    return np.asarray(once * (once - 1) / (2 * (twice + 1)))


def chao_lists(counts: Floats) -> Floats:
    """The same for lists of their own chances to see: f1^2 (L - 1) / (2 L f2); inf where nobody is on two."""
    lists = counts.shape[-1].bit_length() - 1
    once, twice = _frequencies(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(once == 0, 0.0, once**2 * (lists - 1) / (2 * lists * twice)))


def _frequencies(counts: Floats) -> tuple[Floats, Floats]:
    seen_by = sizes(counts.shape[-1].bit_length() - 1)
    return counts[..., seen_by == 1].sum(-1), counts[..., seen_by == 2].sum(-1)


def chao_loglinear(counts: Floats, per_list: bool = False) -> float:
    """Chao's bound as a log-linear model of one table (2^L,), each list alike or with a chance of its own.

    log mu_w = a + b |w| (or the sum of b_j over the lists of w) + e_3 (|w| - 2)+ + e_4 (|w| - 3)+ ...; a negative e is
    left out and the rest fitted again, as people who differ cannot make one. nan when the fit does not settle.
    """
    lists = len(counts).bit_length() - 1
    cells = np.arange(1, len(counts))
    seen_by = sizes(lists)[1:].astype(np.float64)
    chances = [((cells & mask) > 0).astype(np.float64) for mask in masks(lists, 1)] if per_list else [seen_by]
    more = {step: np.maximum(0.0, seen_by - step + 1) for step in range(3, lists + 1)}
    while True:
        design = np.array([np.ones(len(cells)), *chances, *more.values()]).T
        found = poisson(design, counts[1:])
        if found is None:
            return float("nan")
        negative = [step for at, step in enumerate(more) if found[1 + len(chances) + at] < 0]
        if not negative:
            return float(np.exp(found[0]))
        for step in negative:
            more.pop(step)


def poisson(design: Floats, counts: Floats) -> Floats | None:
    """Coefficients of a Poisson log-linear fit of any design (cells, p) by Newton's method; None when it fails."""
    mu = counts + 0.1
    eta = np.log(mu)
    last = np.inf
    for _ in range(100):
        weighted = design * mu[:, None]
        try:
            found = np.linalg.solve(design.T @ weighted, weighted.T @ (eta + (counts - mu) / mu))
        except np.linalg.LinAlgError:
            return None
        eta = np.clip(design @ found, -40, 40)
        step = float(np.abs(np.exp(eta) - mu).max())
        mu = np.exp(eta)
        if step <= 1e-9 * max(1.0, float(mu.max())) and last < 1e-2 * max(1.0, float(mu.max())):
            return np.asarray(found)
        last = step
    return None
