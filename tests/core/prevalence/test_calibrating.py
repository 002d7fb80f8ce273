"""Calibrated intervals: the level that is asked of BCa so that the stated share is held."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy.special import ndtri

from tests.core.prevalence.conftest import THREE
from waystation.core.prevalence import Table, Word, panel
from waystation.core.prevalence.calibrating import FAILED, INNER, calibrated, populations_for, reaches
from waystation.core.prevalence.likeness import alike
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.stepwise import stepwise
from waystation.core.prevalence.subsets import Floats

POISSON = Scenario("one list of two sees few", 4000, (0.05, 0.5))


def _seen(counts: Floats) -> Floats:
    """A number whose bootstrap is nearly exact: twenty times the few people on the first list."""
    return np.asarray(20.0 * (counts[:, 1] + counts[:, 3]))


def test_an_exact_bootstrap_needs_the_level_that_was_asked() -> None:
    assert calibrated(_seen, POISSON, 0.0, 0.9, 3, 400) == pytest.approx(0.9, abs=0.05)


def test_an_interval_that_is_too_wide_is_asked_for_less() -> None:
    def noisy(counts: Floats) -> Floats:
        more = 500.0 if len(counts) > 50 else 0.0
        return np.asarray(_seen(counts) + np.resize([more, -more], len(counts)))

    assert calibrated(noisy, POISSON, 0.0, 0.9, 3, 200) < 0.8


def test_the_reach_is_the_level_of_bca_solved_for_the_truth() -> None:
    table = POISSON.draw(1, 3)
    found = reaches(_seen, table, 4000.0, 0.0, np.random.default_rng(1))[0]
    drawn = np.random.default_rng(1).multinomial(table[0].sum(), table[0] / table[0].sum(), size=INNER).astype(float)
    below = [((_seen(drawn) < value).sum() + 0.5) / (INNER + 1) for value in (4000.0, _seen(table.astype(float))[0])]
    assert found == pytest.approx(abs(ndtri(below[0]) - 2 * ndtri(below[1])))


def test_populations_without_an_estimate_count_as_not_held() -> None:
    def never(counts: Floats) -> Floats:
        return np.full(len(counts), np.nan)

    assert np.isnan(calibrated(never, POISSON, 0.0, 0.95, 3, 40))


@pytest.mark.parametrize("truth", [1.0, 1e6])
def test_a_truth_beyond_all_replicates_is_reached_by_no_level(truth: float) -> None:
    assert np.isinf(reaches(_seen, POISSON.draw(5, 3), truth, 0.0, np.random.default_rng(1))).all()


def test_where_replicates_hardly_move_nothing_is_calibrated() -> None:
    def stiff(counts: Floats) -> Floats:
        """Right on average from population to population; its replicates move a tenth of what they should."""
        middle = np.median(_seen(counts)) if len(counts) > 50 else 0.0
        return np.asarray(middle + (_seen(counts) - middle) * (0.1 if len(counts) > 50 else 1.0))

    assert np.isnan(calibrated(stiff, POISSON, 0.0, 0.95, 3, 100))


def test_a_range_that_could_not_be_calibrated_is_not_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(tuple("ABCD"), Scenario("alike", 1000, (0.15,) * 4).draw(1, 5)[0])
    before = panel(table, replicates=300, calibrate=40)
    assert before.verdict.word == Word.USABLE
    monkeypatch.setattr(sys.modules["waystation.core.prevalence.panel"], "calibrated", lambda *asked: float("nan"))
    found = panel(table, replicates=300, calibrate=40)
    assert FAILED in next(each for each in found.estimates if each.method == "stepwise").notes
    assert (found.verdict.word, found.verdict.reasons) == (Word.LOWER_BOUND, (FAILED,))


def test_it_costs_no_more_than_the_replicates_and_needs_enough_of_them() -> None:
    assert populations_for(20_000, 5) == 100
    assert populations_for(10_000, 5) == 50
    assert populations_for(1_000, 5) == 0
    assert populations_for(20_000, 7) == 0


def test_threads_change_nothing() -> None:
    scene = alike(THREE)[0]

    def numbers(counts: Floats) -> Floats:
        return np.asarray(counts.sum(axis=1) + stepwise(counts).unseen)

    one, two = (calibrated(numbers, scene, 0.02, 0.95, 5, 40, threads) for threads in (1, 2))
    assert one == two


def test_a_range_with_leaning_pairs_is_never_narrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["waystation.core.prevalence.panel"], "calibrated", lambda *asked: 0.9)
    leaning = Table(tuple("ABCD"), Scenario("leaning", 3000, (0.15,) * 4, leanings={(0, 1): 1.2}).draw(1, 3)[0])
    for table, narrower in ((leaning, False), (THREE, True)):
        plain, tried = (
            panel(table, methods=["stepwise"], replicates=300, calibrate=many).estimates[0] for many in (0, 40)
        )
        assert (tried.hi - tried.lo < plain.hi - plain.lo) == narrower


def test_a_panel_says_whether_its_range_was_calibrated() -> None:
    plain, tried = (
        panel(THREE, methods=["stepwise"], replicates=500, calibrate=many).estimates[0] for many in (0, 40)
    )
    assert plain.notes == ("not calibrated",)
    assert tried.notes[0].startswith(("calibrated on 40", "calibration could not"))
    assert plain.point == tried.point
