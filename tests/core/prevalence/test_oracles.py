"""Agreement with what others computed: replicates of an R package, and estimates in print."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.prevalence.conftest import oracle, published
from waystation.core.prevalence.graphs import average, decomposable
from waystation.core.prevalence.lower import chao_lists, chao_loglinear
from waystation.core.prevalence.models import downhill, hierarchical, judge
from waystation.core.prevalence.stepwise import stepwise


@pytest.mark.parametrize("name", ["korea_3list", "kosovo_4list", "uk_2013_5list"])
def test_stepwise_agrees_on_every_stored_replicate(name: str) -> None:
    tables, theirs = oracle(name)
    ours = tables.sum(axis=1) + stepwise(tables).unseen
    assert np.abs(ours / theirs - 1).max() < 1e-7


@pytest.mark.parametrize(
    ("name", "order", "printed"),
    [("korea_3list", 2, 157), ("kosovo_4list", 2, 14342), ("kosovo_4list", 3, 10357), ("uk_2013_5list", 2, 22991)],
)
def test_the_model_with_the_least_criterion_is_the_printed_one(name: str, order: int, printed: int) -> None:
    table = published(name)
    judged = judge(table.counts.astype(float), hierarchical(table.size, order), float(np.log(table.n)))
    assert round(table.n + judged.unseen[judged.best()]) == printed


@pytest.mark.wide
def test_all_6893_models_of_five_lists_give_the_printed_one() -> None:
    table = published("uk_2013_5list")
    models = hierarchical(5, 4)
    judged = judge(table.counts.astype(float), models, float(np.log(table.n)))
    assert len(models) == 6893
    assert round(table.n + judged.unseen[judged.best()]) == 25311


@pytest.mark.parametrize(
    ("name", "printed"), [("kosovo_4list", 14342), ("uk_2013_5list", 12262), ("uk_2013_6list", 12350)]
)
def test_descent_over_pairs_ends_where_it_is_printed(name: str, printed: int) -> None:
    table = published(name)
    found = downhill(table.counts[None].astype(float), np.log([float(table.n)]))
    assert round(table.n + found.unseen[0]) == printed


@pytest.mark.parametrize(
    ("name", "loglinear"), [("korea_3list", 142.6), ("kosovo_4list", 8787), ("uk_2013_5list", 14963)]
)
def test_lower_bounds(name: str, loglinear: float) -> None:
    table = published(name)
    assert table.n + chao_loglinear(table.counts.astype(float)) == pytest.approx(loglinear, abs=0.5)


def test_the_bound_without_refitting_is_the_closed_form() -> None:
    table = published("uk_2013_5list")
    assert table.n + chao_lists(table.counts.astype(float)) == pytest.approx(14642, abs=0.5)


def test_there_are_8_61_822_and_18154_decomposable_graphs() -> None:
    assert [len(decomposable(lists)) for lists in (3, 4, 5, 6)] == [8, 61, 822, 18154]


def test_averaging_over_graphs_extends_its_grid_until_the_tail_is_empty() -> None:
    table = published("korea_3list")
    found = average(table.counts)
    assert found.weight[int(0.95 * len(found.weight)) :].sum() < 1e-4
    assert found.weight.sum() == pytest.approx(1)
