"""Wrong links: the range that is shown holds them, or the verdict says that it does not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.core.prevalence.conftest import THREE
from waystation.core.prevalence import Estimate, Stated, Table, Word, panel
from waystation.core.prevalence.linking import WIDENED, WIDER, told, widened
from waystation.core.prevalence.simulate import Scenario

ROW = panel(THREE, methods=["stepwise"], replicates=100).estimates[0]
LARGE = Table(tuple("ABCD"), Scenario("alike", 20_000, (0.2,) * 4).draw(1, 3)[0])


def _row(point: float, lo: float, hi: float) -> Estimate:
    return dataclasses.replace(ROW, point=point, lo=lo, hi=hi, notes=())


def test_a_range_reaches_half_its_arm_beyond_the_number_with_wrong_links_and_says_so() -> None:
    found = widened(_row(1000, 900, 1100), (880.0, 1050.0))
    assert (found.lo, found.hi, found.notes) == (830, 1100, (WIDENED,))
    inside = widened(_row(1000, 900, 1200), (920.0, 1150.0))  # near an end: its chance reaches beyond it
    assert (inside.lo, inside.hi, inside.notes) == (870, 1250, (WIDENED,))
    assert told(found, (880.0, 1050.0), None, 10) == []


@pytest.mark.parametrize("numbers", [(), (950.0, 1050.0), (900 - 1001 * WIDER, 1000.0), (float("nan"), 1000.0)])
def test_a_range_that_holds_them_or_lies_too_far_off_stays(numbers: tuple[float, ...]) -> None:
    row = _row(1000, 900, 1100)
    assert widened(row, numbers) == row


def test_no_number_no_reason_and_no_number_that_is_none() -> None:
    assert told(_row(float("nan"), float("nan"), float("nan")), (float("nan"),) * 2, None, 0) == []
    (only,) = told(_row(1000, 900, 1100), (1010.0, float("nan")), 0.3, 10)
    assert only == "up to 30 in 100 links may be wrong as stated, and so many would leave no estimate"


@pytest.mark.parametrize(("share", "on_two", "usable"), [(None, 195, True), (None, 197, False), (0.01, 4800, True),
                                                         (0.01, 5000, False)])  # fmt: skip
def test_a_large_table_is_not_usable_whose_links_may_be_wrong(share: float | None, on_two: int, usable: bool) -> None:
    reasons = told(_row(1000, 900, 1100), (980.0, 1020.0), share, on_two)
    assert (reasons == []) == usable
    assert usable or "would weigh more than chance" in reasons[0]


@pytest.mark.parametrize("scene", [Scenario("missed", 3000, (0.15,) * 4, missed=0.05),
                                   Scenario("missed", 1500, (0.2,) * 4, missed=0.05)])  # fmt: skip
def test_no_usable_range_is_wrong_by_links_that_were_missed(scene: Scenario) -> None:
    """The short form of benchmarks/prevalence_honesty.py. Before, 17 of 31 usable ranges held the first one's size."""
    for counts in scene.draw(12, 7):
        table = Table(tuple("ABCD"), counts)
        found = panel(table, methods=["stepwise"], replicates=300, calibrate=0)
        row = found.estimates[0]
        numbers = [each.number for each in found.diagnostics.linkage]
        assert row.lo <= scene.size <= row.hi or told(row, numbers, None, table.on_two_or_more)


@pytest.mark.parametrize("share", [-1.0, -0.01, 0.5, 1.0, 2.0, float("nan"), float("inf")])
def test_a_share_of_wrong_links_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share of wrong links"):
        Stated(linkage_error=share)


def test_no_usable_range_is_shown_that_a_wrong_link_in_twenty_leaves() -> None:
    words = set()
    for counts in Scenario("alike", 1000, (0.15,) * 4).draw(12, 11):
        found = panel(Table(tuple("ABCD"), counts), replicates=300, calibrate=40)
        row = next(each for each in found.estimates if each.method == "stepwise")
        inside = all(row.lo <= each.number <= row.hi for each in found.diagnostics.linkage)
        assert inside or found.verdict.word != Word.USABLE
        words.add((found.verdict.word, WIDENED in row.notes))
    assert (Word.USABLE, True) in words


@pytest.mark.parametrize(
    ("share", "says"),
    [(None, "nobody has stated"), (0.05, "up to 5 in 100 links may be wrong as stated"), (0.0, ""), (0.005, "")],
)
def test_the_reason_says_what_was_stated(share: float | None, says: str) -> None:
    table = LARGE if share != 0.005 else THREE
    found = panel(table, methods=["stepwise"], replicates=200, stated=Stated(linkage_error=share))
    reasons = [each for each in found.verdict.reasons if "out of its range" in each]
    assert [each[: len(says)] for each in reasons] == ([says] if says else [])


def test_the_stated_share_is_what_moves_the_number() -> None:
    few, many = (
        panel(LARGE, methods=["stepwise"], replicates=200, stated=Stated(linkage_error=share)).verdict.reasons[0]
        for share in (0.03, 0.1)
    )
    highest = [float(each.rsplit(" ", 1)[1].rstrip(")").replace(",", "")) for each in (few, many)]
    assert np.diff(highest) > 500
