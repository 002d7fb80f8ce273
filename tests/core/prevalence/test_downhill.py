"""Descents from several models: never worse than from one, and no longer stuck where one is."""

from __future__ import annotations

import numpy as np

from tests.core.prevalence.conftest import THREE, published
from waystation.core.prevalence.estimators import Downhill
from waystation.core.prevalence.models import descend, downhill
from waystation.core.prevalence.resampling import draw
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.subsets import masks

LEANING = Scenario("leaning", 4000, (0.02, 0.05, 0.1, 0.08, 0.04), leanings={(0, 1): 1.4, (1, 4): -2.5, (2, 3): 0.8})


def test_several_starts_leave_local_minima() -> None:
    tables = next(draw(LEANING.draw(1, 2)[0], 200, 5))
    penalty = np.log(tables.sum(axis=1))
    every = masks(5, 2)
    one, other = downhill(tables, penalty), downhill(tables, penalty, every)
    both = descend(tables, penalty, ((), every))
    assert (both.criterion == np.minimum(one.criterion, other.criterion)).all()
    assert (both.criterion < one.criterion).any()
    assert (both.unseen == np.where(one.criterion <= other.criterion, one.unseen, other.unseen)).all()


def test_a_descent_from_a_minimum_stays_there() -> None:
    counts = THREE.counts[None].astype(float)
    found = downhill(counts, np.log(counts.sum(axis=1)))
    held = tuple(mask for mask, has in zip(masks(3, 2), found.held[0], strict=True) if has)
    assert (downhill(counts, np.log(counts.sum(axis=1)), held).held == found.held).all()


def test_the_united_kingdoms_table_leads_where_print_says() -> None:
    table = published("uk_2013_5list")
    assert round(Downhill(table).describe(table).point) == 12262
