"""The Bayesian threshold, and the gate its chains must pass."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.prevalence.conftest import THREE, published
from waystation.core.prevalence import Table, estimators, panel
from waystation.core.prevalence.bayes import Thresholded, threshold
from waystation.core.prevalence.convergence import converged, ess, rhat
from waystation.core.prevalence.simulate import Scenario


def test_chains_of_independent_draws_converge_and_others_do_not() -> None:
    drawn = np.random.default_rng(3).normal(size=(4, 3000))
    assert rhat(drawn) < 1.01
    assert ess(drawn) == pytest.approx(12_000, rel=0.15)
    assert converged(drawn)
    apart = drawn + np.array([[0.0], [0.0], [0.0], [1.0]])
    assert rhat(apart) > 1.1
    assert not converged(apart)
    assert not converged(np.cumsum(drawn, axis=1))
    assert not converged(np.zeros((4, 100)))


def test_autocorrelated_draws_count_for_less() -> None:
    noise, chain = np.random.default_rng(4).normal(size=(4, 20_000)), np.zeros((4, 20_000))
    for at in range(1, chain.shape[1]):
        chain[:, at] = 0.8 * chain[:, at - 1] + noise[:, at]
    assert ess(chain) == pytest.approx(80_000 * (1 - 0.8) / (1 + 0.8), rel=0.2)


@pytest.mark.parametrize("name", ["kosovo_4list", "uk_2013_5list", "korea_3list", "uk_2013_6list"])
def test_eight_seeds_agree_within_a_twentieth_or_are_refused(name: str) -> None:
    table = published(name)
    found = [threshold(table.counts.astype(float), seed) for seed in range(8)]
    medians = [table.n + float(np.median(each.unseen)) for each in found if each.converged]
    assert len(medians) >= 4
    assert max(medians) < 1.05 * min(medians)


def test_the_printed_median_of_five_lists_is_near() -> None:
    table = published("uk_2013_5list")
    found = threshold(table.counts.astype(float))
    ends = table.n + np.quantile(found.unseen, [0.025, 0.5, 0.975])
    assert ends == pytest.approx([10_652, 12_188, 13_947], rel=0.02)


def test_a_pair_that_leans_is_kept_and_noise_is_dropped() -> None:
    counts = Scenario("one pair", 6000, (0.15,) * 4, leanings={(0, 1): 1.5}).draw(1, 2)[0].astype(float)
    found = threshold(counts)
    assert 3 in found.pairs
    assert len(found.pairs) <= 2
    assert np.quantile(counts.sum() + found.unseen, 0.5) == pytest.approx(6000, rel=0.1)


def test_the_panel_shows_its_range(monkeypatch: pytest.MonkeyPatch) -> None:
    found = panel(THREE, methods=["bayes_threshold"], replicates=100).estimates[0]
    assert found.lo < found.point < found.hi
    stuck = Thresholded(np.ones((4, 10)), (), False)
    monkeypatch.setattr(estimators, "threshold", lambda counts: stuck)
    refused = panel(THREE, methods=["bayes_threshold"], replicates=100).estimates[0]
    assert np.isnan(refused.point)
    assert (refused.model, refused.status) == ("not converged", 4)


def test_a_list_that_saw_nobody_has_no_number() -> None:
    table = Table(("A", "B", "C"), np.array([0, 40, 30, 6, 0, 0, 0, 0]))
    assert not threshold(table.counts.astype(float)).converged
