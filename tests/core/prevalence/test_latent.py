"""Hidden classes: the sampler against the exact posterior of a tiny table, and the gate its chains must pass."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.random import Generator, Philox
from scipy.special import betaln, gammaln, logsumexp

from tests.core.prevalence.conftest import THREE, published
from waystation.core.prevalence import Table, estimators, panel
from waystation.core.prevalence.convergence import ess, rhat
from waystation.core.prevalence.latent import RATE, SHAPE, Classes, classes, sample
from waystation.core.prevalence.simulate import Scenario

MOST = 40
GRID = np.linspace(-60, 12, 1500)
PRIOR = SHAPE * GRID - RATE * np.exp(GRID) + GRID
"""Of log alpha: Gamma with its Jacobian, times the alpha of one stick."""
pytestmark = pytest.mark.wide  # half a minute of CPU


def _exact(counts: np.ndarray) -> np.ndarray:
    """Chances of 0 to MOST unseen, given no more, for two lists and two classes, each split of everybody weighed.

    Written from the joint density alone: shares, chances and alpha integrated out (alpha on a grid of its log).
    """
    splits = np.stack(np.meshgrid(*[np.arange(n + 1) for n in counts[1:]], indexing="ij"), -1).reshape(-1, 3)
    logs: list[list[float]] = [[] for _ in range(MOST + 1)]
    for split in splits:
        ways = (gammaln(counts[1:] + 1) - gammaln(split + 1) - gammaln(counts[1:] - split + 1)).sum()
        for one in range(MOST + 1):
            for two in range(MOST + 1 - one):
                log = ways + gammaln(counts.sum() + one + two) - gammaln(one + 1) - gammaln(two + 1)
                sizes = []
                for part, unseen in ((split, one), (counts[1:] - split, two)):
                    size = part.sum() + unseen
                    for on in (part[0] + part[2], part[1] + part[2]):
                        log += betaln(1 + on, 1 + size - on)
                    sizes.append(int(size))
                log += _stick(*sizes)
                logs[one + two].append(log)
    each = np.array([logsumexp(some) for some in logs])
    return np.asarray(np.exp(each - logsumexp(each)))


@cache
def _stick(first: int, rest: int) -> float:
    return float(logsumexp(PRIOR + betaln(1 + first, np.exp(GRID) + rest)))


def test_the_draws_are_those_of_the_exact_posterior() -> None:
    counts = np.array([0, 2, 1, 2])
    drawn = sample(counts.astype(float), Generator(Philox(key=3)), draws=12_000, chains=8, most=2)[:, 500:]
    exact = _exact(counts)
    kept = drawn[drawn <= MOST]
    wanted, found = exact.cumsum()[[0, 1, 2, 4, 8, 16]], [(kept <= at).mean() for at in (0, 1, 2, 4, 8, 16)]
    assert ess((drawn == 0).astype(float)) > 4000
    assert found == pytest.approx(wanted, abs=0.02)


def test_alike_people_give_what_independence_gives() -> None:
    counts = Scenario("alike", 1000, (0.3,) * 4).draw(1, 3)[0]
    found = classes(counts.astype(float))
    alone = panel(Table(tuple("ABCD"), counts), methods=["independence"], replicates=200).estimates[0]
    assert found.converged
    assert counts.sum() + np.median(found.unseen) == pytest.approx(alone.point, rel=0.02)


def test_two_kinds_of_people_far_apart_are_both_counted() -> None:
    size = 3000
    counts = Scenario("two", size, (0.4,) * 6, classes=((0.5, 4.0), (0.5, 0.25))).draw(1, 5)[0]
    found = classes(counts.astype(float))
    alone = panel(Table(tuple("ABCDEF"), counts), methods=["independence"], replicates=200).estimates[0]
    assert found.converged
    lo, mid, hi = counts.sum() + np.quantile(found.unseen, [0.025, 0.5, 0.975])
    assert lo < size < hi
    assert mid == pytest.approx(size, rel=0.05)
    assert alone.hi < size


def test_the_united_kingdoms_table_does_not_mix_and_has_no_number() -> None:
    found = classes(published("uk_2013_5list").counts.astype(float))
    assert rhat(np.log1p(found.unseen)) > 1.01
    assert not found.converged


def test_the_same_seed_gives_the_same_bits() -> None:
    one, two, other = (sample(THREE.counts.astype(float), Generator(Philox(key=key)), 50) for key in (1, 1, 2))
    assert one.tobytes() == two.tobytes() != other.tobytes()


def test_the_panel_shows_its_range_or_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = np.tile(np.arange(100.0, 200.0), (4, 1))
    monkeypatch.setattr(estimators, "classes", lambda counts: Classes(drawn, True, 1.5))
    shown = panel(THREE, methods=["lcm"], replicates=100).estimates[0]
    assert (shown.point, shown.mc_error, shown.status) == (THREE.n + 149.5, 1.5, 0)
    assert shown.lo < shown.point < shown.hi
    monkeypatch.setattr(estimators, "classes", lambda counts: Classes(drawn, False, 1.5))
    refused = panel(THREE, methods=["lcm"], replicates=100).estimates[0]
    assert np.isnan(refused.point)
    assert (refused.model, refused.status) == ("not converged", 4)
