"""From what was answered to how many agencies truly help: maximum likelihood of the distribution by EM.

Dempster, Laird and Rubin 1977 (J. Royal Statistical Society B 39) for counts that are known in groups only; for a
mixing distribution without a form of its own Laird 1978 (J. American Statistical Association 73).
"""

from __future__ import annotations

from waystation.core.late import Floats, np

STEPS = 1000
SETTLED = 1e-7


def inverse(shares: Floats) -> Floats:
    """The mean of 1/s over shares (..., K) of records by true multiplicity s = 1..K: people for each record."""
    return np.asarray((shares / np.arange(1, shares.shape[-1] + 1)).sum(axis=-1))


def deconvolve(counts: Floats, likely: Floats) -> Floats:
    """Shares of records (B, K) by true multiplicity that make counts (B, G) most likely.

    `likely` (B, G, K): the chance that a record of multiplicity s answers in group g. One step is
    pi_s <- pi_s sum_g c_g P(g|s) / sum_t P(g|t) pi_t, over sum_g c_g. Where groups cannot tell two multiplicities
    apart, their ratio stays that of the start, the geometric distribution that fits best.
    """
    shares = _start(counts, likely)
    total = counts.sum(axis=1, keepdims=True)
    before = inverse(shares)
    across = np.ascontiguousarray(likely.transpose(0, 2, 1))
    for _ in range(STEPS):
        expected = np.maximum((likely @ shares[:, :, None])[:, :, 0], 1e-300)
        shares = shares * (across @ (counts / expected)[:, :, None])[:, :, 0] / total
        now = inverse(shares)
        if np.abs(now / before - 1).max() < SETTLED:
            break
        before = now
    return shares


def _start(counts: Floats, likely: Floats) -> Floats:
    """The geometric distribution, of forty, under which the counts of all replicates together are most likely."""
    ratios = np.linspace(0.02, 1.2, 40)
    shapes = ratios[:, None] ** np.arange(likely.shape[2])
    shapes /= shapes.sum(axis=1, keepdims=True)
    log = np.log(np.maximum(likely.mean(axis=0) @ shapes.T, 1e-300))
    best = shapes[np.argmax(counts.sum(axis=0) @ log)]
    return np.repeat(best[None], len(counts), axis=0)
