"""Whether an estimate exists: the quick proof by a settled fit against linear programming and rank."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.prevalence.conftest import published, sparse
from waystation.core.prevalence.batches import Batch
from waystation.core.prevalence.existence import Status, status
from waystation.core.prevalence.subsets import masks


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [((), 0), ((3, 5), 1), ((3, 5, 6), 2), ((5, 6), 0)],
    ids=["main effects", "12 and 13", "12, 13 and 23", "13 and 23"],
)
def test_the_published_truth_table(pairs: tuple[int, ...], expected: int) -> None:
    table = published("artificial_3list")
    assert status(table.counts.astype(float), (*masks(3, 1), *pairs)) == Status(expected)


def test_every_model_of_pairs_of_the_artificial_table() -> None:
    counts = published("artificial_3list").counts.astype(float)
    pairs = np.array(masks(3, 2), dtype=np.int64)
    held = np.array([[model >> at & 1 for at in range(3)] for model in range(8)], dtype=bool)
    quick = Batch(np.repeat(counts[None], 8, axis=0), pairs).fit(np.arange(8), held).exists
    for model, says in zip(held, quick, strict=True):
        assert says == (status(counts, (*masks(3, 1), *pairs[model].tolist())) == Status.GOOD)


def _models(seed: int, count: int, pairs: int) -> np.ndarray:
    return np.random.default_rng(seed).random((count, pairs)) < 0.35


@pytest.mark.parametrize("tables", [20, pytest.param(200, marks=pytest.mark.long)])
def test_a_settled_fit_says_what_linear_programming_and_rank_say(tables: int) -> None:
    pairs = np.array(masks(5, 2), dtype=np.int64)
    seen = {Status.GOOD: 0, Status.ABSENT: 0}
    for at, counts in enumerate(sparse(tables, 5, 3).astype(float)):
        held = _models(at, 12, len(pairs))
        batch = Batch(np.repeat(counts[None], len(held), axis=0), pairs)
        quick = batch.fit(np.arange(len(held)), held).exists
        for model, says in zip(held, quick, strict=True):
            slow = status(counts, (*masks(5, 1), *pairs[model].tolist()))
            assert says == (slow == Status.GOOD), (at, model)
            seen[Status.GOOD if says else Status.ABSENT] += 1
    assert min(seen.values()) > tables


def test_a_main_effect_nobody_has_is_left_out() -> None:
    counts = np.zeros((1, 8))
    counts[0, [1, 2, 3]] = [5, 6, 2]
    found = Batch(counts, np.array([], dtype=np.int64)).fit(np.arange(1), np.zeros((1, 0), dtype=bool))
    assert found.exists[0]
    assert found.fit.unseen[0] == pytest.approx(5 * 6 / 2)
