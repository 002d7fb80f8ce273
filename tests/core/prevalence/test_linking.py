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


def test_a_range_is_widened_a_little_to_hold_wrong_links_and_says_so() -> None:
    found = widened(_row(1000, 900, 1100), (880.0, 1050.0))
    assert (found.lo, found.hi, found.notes) == (880, 1100, (WIDENED,))
    assert told(found, (880.0, 1050.0), None) == []


@pytest.mark.parametrize("numbers", [(), (950.0, 1050.0), (900 - 1001 * WIDER, 1000.0), (float("nan"), 1000.0)])
def test_a_range_that_holds_them_or_lies_too_far_off_stays(numbers: tuple[float, ...]) -> None:
    row = _row(1000, 900, 1100)
    assert widened(row, numbers) == row


def test_no_usable_range_is_shown_that_a_wrong_link_in_twenty_leaves() -> None:
    words = set()
    for counts in Scenario("alike", 1000, (0.15,) * 4).draw(12, 11):
        found = panel(Table(tuple("ABCD"), counts), methods=["stepwise"], replicates=300, calibrate=40)
        row = found.estimates[0]
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
