"""The stepwise choice against a second, slow one written from the paper, on invented tables."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import poisson

from tests.core.prevalence.conftest import THREE
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.stepwise import log_tail, stepwise
from waystation.core.prevalence.subsets import masks

SCENES = [
    Scenario("alike", 800, (0.2, 0.25, 0.3)),
    Scenario("one pair leans", 1500, (0.1, 0.2, 0.2, 0.15), leanings={(0, 1): 1.2}),
    Scenario("two pairs shun each other", 3000, (0.15,) * 4, leanings={(0, 1): -1.5, (2, 3): -1.2}),
]


def _fit(counts: np.ndarray, terms: list[int]) -> np.ndarray:
    cells = np.arange(1, len(counts))
    design = np.array([[cell & term == term for term in terms] for cell in cells], dtype=float)

    def loss(a: np.ndarray) -> tuple[float, np.ndarray]:
        mu = np.exp(design @ a)
        return float((mu - counts[1:] * (design @ a)).sum()), design.T @ (mu - counts[1:])

    start = np.zeros(len(terms))
    start[0] = np.log(counts.sum())
    found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    return np.append(np.exp(found.x[0]), np.exp(design @ found.x))


def _stepwise(counts: np.ndarray) -> tuple[float, list[int]]:
    lists = len(counts).bit_length() - 1
    terms = [0, *masks(lists, 1)]
    cells = np.arange(len(counts))
    while True:
        mu = _fit(counts, terms)
        tails = {}
        for pair in masks(lists, 2):
            inside = (cells & pair) == pair
            if pair not in terms:
                seen, expected = counts[inside].sum(), mu[inside].sum()
                tails[pair] = min(poisson.cdf(seen, expected), poisson.sf(seen - 1, expected))
        best = min(tails, key=lambda pair: tails[pair], default=0)
        if not best or tails[best] >= 0.02 or not counts[(cells & best) == best].any():
            return counts.sum() + mu[0], terms[1 + lists :]
        terms.append(best)


@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_both_choose_the_same_pairs_and_the_same_number(scene: Scenario) -> None:
    tables = scene.draw(6, 5).astype(float)
    ours = stepwise(tables)
    for at, counts in enumerate(tables):
        number, pairs = _stepwise(counts)
        chosen = {mask for mask, has in zip(masks(len(scene.chances), 2), ours.pairs[at], strict=True) if has}
        assert chosen == set(pairs)
        assert counts.sum() + ours.unseen[at] == pytest.approx(number, rel=1e-4)


@pytest.mark.parametrize(("seen", "expected"), [(0, 3.0), (2, 9.5), (40, 12.0), (7, 7.0), (1, 0.2)])
def test_tails_are_those_of_the_poisson_distribution(seen: int, expected: float) -> None:
    found = log_tail(np.array([[float(seen)]]), np.array([[expected]]), np.array([[True]]))[0, 0]
    assert found == pytest.approx(np.log(min(poisson.cdf(seen, expected), poisson.sf(seen - 1, expected))), rel=1e-9)


@pytest.mark.parametrize(("seen", "expected"), [(4000.0, 20.0), (3.0, 2500.0)])
def test_tails_that_underflow_keep_their_order(seen: float, expected: float) -> None:
    one = log_tail(np.array([[seen, seen]]), np.array([[expected, expected * 1.01]]), np.ones((1, 2), dtype=bool))[0]
    assert np.isfinite(one).all()
    assert one.max() < -600
    assert (one[0] < one[1]) == (seen > expected)


def test_a_single_table_and_a_batch_agree() -> None:
    batch = stepwise(np.repeat(THREE.counts[None], 5, axis=0).astype(float))
    assert np.ptp(batch.unseen) == 0
