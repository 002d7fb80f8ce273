"""BCa ends against a second implementation, and draws that do not depend on how they are made."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.prevalence.conftest import THREE
from waystation.core.prevalence.resampling import bca, draw, ends, skew


def _second(point: float, values: list[float], speed: float, level: float) -> tuple[float, float]:
    """BCa from its definition, one value at a time; quantiles of type 8 written out."""
    normal = NormalDist()
    ordered = sorted(values)
    bias = normal.inv_cdf(sum(value < point for value in ordered) / len(ordered))
    found = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        z = normal.inv_cdf(tail)
        share = normal.cdf(bias + (bias + z) / (1 - speed * (bias + z)))
        place = (len(ordered) + 1 / 3) * share + 1 / 3
        low = min(max(math.floor(place), 1), len(ordered))
        high = min(low + 1, len(ordered))
        part = min(max(place - low, 0.0), 1.0)
        found.append(ordered[low - 1] + part * (ordered[high - 1] - ordered[low - 1]))
    return found[0], found[1]


@given(st.integers(0, 10_000), st.floats(-0.08, 0.08), st.sampled_from([0.8, 0.9, 0.95]))
def test_the_ends_are_those_of_the_definition(seed: int, speed: float, level: float) -> None:
    values = np.random.default_rng(seed).lognormal(5, 0.3, size=400)
    point = float(np.median(values) * 1.02)
    lo, hi, notes = bca(point, values, speed, level)
    assert not notes
    assert (lo, hi) == pytest.approx(_second(point, values.tolist(), speed, level), rel=1e-8)


def test_without_an_estimate_in_every_replicate_it_falls_back_and_says_so() -> None:
    values = np.append(np.arange(1.0, 200.0), np.nan)
    lo, hi, notes = bca(100.0, values, 0.0, 0.95)
    assert (lo, hi) == pytest.approx((np.quantile(values[:-1], 0.025, method="median_unbiased"), 195), rel=0.01)
    assert "1 of 200" in notes[0]
    assert "percentile" in notes[1]


def test_a_point_outside_all_replicates_falls_back() -> None:
    assert "percentile" in bca(0.5, np.arange(1.0, 200.0), 0.0, 0.95)[2][0]


def test_skew_is_nought_for_symmetric_values() -> None:
    assert skew(np.array([1.0, 2.0, 3.0]), np.ones(3)) == pytest.approx(0)
    assert skew(np.array([1.0, 1.0]), np.ones(2)) == 0


def test_the_first_replicates_are_the_same_however_many_follow() -> None:
    few = np.concatenate(list(draw(THREE.counts, 1500, 7)))
    many = np.concatenate(list(draw(THREE.counts, 2500, 7)))
    assert (few[:1000] == many[:1000]).all()
    assert (few.sum(axis=1) == THREE.n).all()
    assert (few[:1000] != np.concatenate(list(draw(THREE.counts, 1000, 8)))).any()


def test_monte_carlo_error_shrinks_with_the_root_of_the_replicates() -> None:
    values = np.random.default_rng(2).lognormal(5, 0.3, size=20_000)
    assert ends(150.0, values, 0.0, 0.95).mc_error < 0.5 * ends(150.0, values[:2000], 0.0, 0.95).mc_error
