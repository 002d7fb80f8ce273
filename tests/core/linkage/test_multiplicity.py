"""The unduplicated count: against closed forms, on invented coalitions, and what may not be left out of it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.linkage import (
    AgencyTotals,
    Assumption,
    Band,
    Caution,
    Sample,
    TotalsError,
    Unduplicated,
    Word,
    banded,
    unduplicated,
)  # fmt: skip
from waystation.core.linkage.deconvolving import deconvolve, inverse
from waystation.core.linkage.naming import chances
from waystation.core.linkage.simulate import Coalition, clustered, hub, independent

SCENES = (independent(3, 400, 0.36), clustered(6, 1500, 0.55, 0.08), hub(12, 3000, 0.8, 0.2))


def _totals(*rows: list[int]) -> list[AgencyTotals]:
    return [AgencyTotals(f"Agency {at}", banded(row), 0) for at, row in enumerate(rows)]


def test_true_answers_give_sirkens_weights() -> None:
    totals = _totals([40, 30, 15], [50, 20, 25], [60, 40, 20])
    found = unduplicated(totals, sample=Sample(100_000, 100_000), false_at_most=0)
    assert found.number == pytest.approx(150 + 90 / 2 + 60 / 3, rel=1e-4)


@given(st.integers(3, 12), st.floats(0.0, 0.4), st.integers(0, 1000))
def test_without_false_naming_the_number_is_the_closed_form(partners: int, missed: float, seed: int) -> None:
    """Weights w_j that are unbiased for 1/s under thinning: w_j = (1-m)/(j+1) (1 - (-m/(1-m))^(j+1)), from the integral
    of ((t-m)/(1-m))^j over 0..1. They need no EM; both agree where the distribution found is inside its bounds."""
    shares = np.random.default_rng(seed).dirichlet(np.full(partners, 5.0))
    likely = chances(partners, np.array([missed]), np.zeros(1))
    answers = likely @ shares
    others = np.arange(1, partners + 1)
    weights = (1 - missed) / others * (1 - (-missed / (1 - missed)) ** others)
    assert answers[0] @ weights == pytest.approx((shares / others).sum(), rel=1e-9)
    assert inverse(deconvolve(answers, likely))[0] == pytest.approx((shares / others).sum(), rel=2e-3)


@given(st.integers(2, 15), st.floats(0.0, 0.9), st.floats(0.0, 0.05))
def test_the_chances_of_an_answer_sum_to_one(partners: int, missed: float, false: float) -> None:
    found = chances(partners, np.array([missed]), np.array([false]))[0]
    assert found.sum(axis=0) == pytest.approx(np.ones(partners))
    named = (np.arange(partners)[:, None] * found).sum(axis=0)
    others = np.arange(partners)
    assert named == pytest.approx(others * (1 - missed) + (partners - 1 - others) * false)


def test_the_same_totals_fit_fewer_people_the_more_is_missed() -> None:
    numbers = [row.number for row in unduplicated(_totals([90, 40, 20], [80, 50, 20], [70, 60, 20])).rows]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 1.1 * numbers[-1]


def test_without_a_sample_there_is_a_band_labelled_assumption_and_no_number() -> None:
    found = unduplicated(_totals([90, 40, 20], [80, 50, 20], [70, 60, 20]))
    assert (found.word, found.basis, found.number) == (Word.BAND, "assumption", None)
    assert (found.rows[0].missed, found.rows[-1].missed) == (0.0, 0.4)
    assert (found.lo, found.hi) == (min(row.lo for row in found.rows), max(row.hi for row in found.rows))
    assert Caution.NO_SAMPLE in found.cautions
    assert "From 0% to 40% is an assumption." in found.said()[0]


def test_the_uncertainty_of_the_sample_is_in_the_interval() -> None:
    totals, _ = SCENES[1].draw(3)
    few, many = (unduplicated(totals, sample=Sample(n, n * 4 // 5), replicates=1000) for n in (60, 60_000))
    assert few.hi - few.lo > 2 * (many.hi - many.lo)


def test_no_number_leaves_without_its_range_label_and_assumptions() -> None:
    found = unduplicated(_totals([90, 40], [80, 30]), sample=Sample(60, 48))
    said = json.loads(json.dumps(found.to_dict()))
    assert said["word"] == Word.RANGE
    assert said["basis"] == "validation sample"
    assert said["lo"] < said["number"] < said["hi"]
    assert len(said["assumptions"]) == 5
    assert "at most 1%" in said["assumptions"][4]
    with pytest.raises(TypeError):
        float(found)  # type: ignore[arg-type]  # that it cannot be done is what is tested


def test_the_same_seed_gives_the_same_figures_and_more_replicates_go_on_from_the_first() -> None:
    totals, sample = SCENES[0].draw(1)
    one, two = (unduplicated(totals, sample=sample, replicates=1500) for _ in range(2))
    assert one == two
    assert one != replace(unduplicated(totals, sample=sample, replicates=1500, seed=2), seed=one.seed)
    assert one.mc_error < 0.1 * (one.hi - one.lo)


def test_one_agency_after_the_other_makes_no_difference_to_the_number() -> None:
    totals, sample = SCENES[1].draw(1)
    one, two = (unduplicated(some, sample=sample, replicates=200).number for some in (totals, totals[::-1]))
    assert one == pytest.approx(two, rel=1e-9)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
@pytest.mark.parametrize("false", [0.0, 0.01])
def test_invented_coalitions(scene: Coalition, false: float) -> None:
    """The short form of benchmarks/unduplicated.py: 20 seeds, 20 % not named, 60 validated pairs."""
    found = [_told(replace(scene, false=false), seed) for seed in range(20)]
    errors = np.array([each.number or np.nan for each in found]) / scene.people - 1
    assert np.sqrt((errors**2).mean()) < 0.08
    assert sum(each.lo <= scene.people <= each.hi for each in found) >= 17
    assert np.mean([each.records[0] for each in found]) > 1.3 * scene.people


def _told(scene: Coalition, seed: int) -> Unduplicated:
    totals, sample = scene.draw(seed)
    return unduplicated(totals, sample=sample, replicates=300)


def test_small_counts_that_do_not_leave_cost_little() -> None:
    """Forty to seventy clients an agency: most counts are merged, and the number still comes out."""
    scene = independent(5, 160, 0.33)
    found = [_told(scene, seed) for seed in range(20)]
    totals = [band for seed in range(20) for each in scene.draw(seed)[0] for band in each.bands]
    assert any(band.high - band.low > 1 for band in totals)
    errors = np.array([each.number or np.nan for each in found]) / scene.people - 1
    assert abs(errors.mean()) < 0.08
    assert sum(each.lo <= scene.people <= each.hi for each in found) >= 17


def test_what_speaks_against_it_is_said() -> None:
    rows = [90, 40, 20], [80, 50, 20], [70, 60, 20]
    assert unduplicated(_totals(*rows), sample=Sample(12, 10)).word == Word.REFUSED
    often = unduplicated(_totals(*rows), sample=Sample(60, 25))
    assert often.word == Word.REFUSED
    assert Caution.OFTEN_MISSED in often.cautions
    shy = [replace(each, unanswered=800) for each in _totals(*rows)]
    assert Caution.TOO_LITTLE_ANSWERED in unduplicated(shy, sample=Sample(60, 48)).cautions
    silent = [*_totals(*rows)[:2], AgencyTotals("Small", (), None)]
    found = unduplicated(silent, sample=Sample(60, 48))
    assert Caution.SILENT_AGENCY in found.cautions
    assert found.records == (301, 310)


def test_totals_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(TotalsError, match="2 to 40"):
        unduplicated(_totals([20]))
    with pytest.raises(TotalsError, match="same name"):
        unduplicated([AgencyTotals("A", banded([20, 20]), 0)] * 2)
    with pytest.raises(TotalsError, match="no agency"):
        unduplicated([AgencyTotals(name, (), None) for name in "AB"])
    with pytest.raises(TotalsError, match="without a gap"):
        unduplicated([AgencyTotals("A", (Band(0, 1, 30),), 0), AgencyTotals("B", (Band(0, 2, 30),), 0)])
    with pytest.raises(ValueError, match="replicates"):
        unduplicated(_totals([20, 20], [20, 20]), replicates=10)
    with pytest.raises(ValueError, match="validated pairs"):
        Sample(10, 11)


def test_every_assumption_has_its_figures() -> None:
    found = unduplicated(_totals([90, 40], [80, 30]), sample=Sample(60, 48))
    assert all("{" not in sentence for sentence in found.said())
    assert Assumption.SAMPLE_LIKE_ALL in found.assumptions
