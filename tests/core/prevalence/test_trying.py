"""How a method would do on populations like ours."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.core.prevalence.conftest import THREE
from waystation.core.prevalence import Table, coverage, panel
from waystation.core.prevalence import trials as in_words
from waystation.core.prevalence.calibrating import FEWEST
from waystation.core.prevalence.likeness import alike
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.trying import _once, wilson

ALIKE = Table(tuple("ABCD"), Scenario("alike", 1500, (0.15,) * 4).draw(1, 3)[0])


def test_invented_populations_are_like_the_table() -> None:
    same, harder, missed = alike(ALIKE)
    drawn = same.draw(300, 1).mean(axis=0)
    assert drawn.sum() == pytest.approx(ALIKE.n, rel=0.02)
    assert np.abs(drawn - ALIKE.counts).max() < 4 * np.sqrt(ALIKE.counts.max())
    assert harder.size > same.size == missed.size


def test_the_same_seed_gives_the_same_answer_and_shares_are_shares() -> None:
    one, two = (coverage(ALIKE, populations=6, replicates=200, seed=5) for _ in range(2))
    assert one == two
    assert one.complete
    for trial in one.trials:
        assert trial.populations == 6
        assert trial.share + trial.below + trial.above == pytest.approx(1)
        assert trial.share_lo - 1e-9 <= trial.share <= trial.share_hi + 1e-9


def test_what_is_tried_is_what_a_panel_shows() -> None:
    found = coverage(ALIKE, populations=2, replicates=400, seed=5)
    assert (found.calibrated, found.note) == (FEWEST, "")
    assert f"on {FEWEST} populations of its own" in in_words(found)
    counts = alike(ALIKE)[0].draw(1, 5)[0]
    shown = panel(Table(ALIKE.lists, counts), methods=["stepwise"], replicates=400, seed=5, calibrate=FEWEST)
    tried = _once(ALIKE.lists, "stepwise", 400, 0.95, "numpy", FEWEST, None, counts, 5)
    assert tried == shown.estimates[0]


def test_plain_ranges_are_said_to_be_so() -> None:
    found = coverage(ALIKE, populations=1, replicates=200, calibrate=0)
    assert found.calibrated == 0
    assert "not calibrated" in found.note
    assert found.note in in_words(found)
    assert coverage(ALIKE, "independence", populations=1, replicates=200).note == ""


def test_harder_people_are_missed_by_the_method_that_assumes_everybody_alike() -> None:
    same, harder, _ = coverage(ALIKE, "independence", populations=12, replicates=200).trials
    assert same.share > 0.7
    assert harder.share < 0.3
    assert harder.median_ratio < 0.9


def test_it_ends_when_told_with_what_was_tried_by_then() -> None:
    asked = iter([True] * 4 + [False])
    found = coverage(THREE, "chao", populations=50, replicates=100, going=lambda: next(asked))
    assert not found.complete
    assert [trial.populations for trial in found.trials] == [2, 1, 1]
    assert "ended early" in in_words(found)


def test_an_interrupt_before_the_first_leaves_an_answer_without_numbers() -> None:
    found = coverage(THREE, going=lambda: False)
    assert [trial.populations for trial in found.trials] == [0, 0, 0]
    json.dumps(found.to_dict(), allow_nan=False)
    assert "none of 0" in in_words(found)


@pytest.mark.parametrize(
    ("wrong", "says"), [({"method": "guess"}, "no method is called"), ({"populations": 0}, "at least one population")]
)
def test_what_cannot_be_tried_is_said(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        coverage(THREE, **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_a_table_without_an_estimate_has_no_populations() -> None:
    nobody_together = Table(("A", "B", "C"), np.array([0, 40, 30, 0, 20, 0, 0, 0]))
    with pytest.raises(ValueError, match="no stepwise estimate"):
        coverage(nobody_together)


def test_wilson_is_the_printed_one() -> None:
    assert wilson(0.9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
