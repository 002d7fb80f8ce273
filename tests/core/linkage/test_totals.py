"""What may leave an agency: no count from 1 to 10, and nothing to subtract."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.linkage import AgencyTotals, Band, TotalsError, banded


def test_large_counts_stand_alone() -> None:
    assert banded([40, 22, 0, 11]) == (Band(0, 0, 40), Band(1, 1, 22), Band(2, 2, 0), Band(3, 3, 11))


def test_a_small_count_joins_the_next_lower() -> None:
    assert banded([40, 22, 3, 4]) == (Band(0, 0, 40), Band(1, 3, 29))


def test_a_small_count_at_the_bottom_joins_the_next_higher() -> None:
    assert banded([2, 30, 0]) == (Band(0, 1, 32), Band(2, 2, 0))
    assert banded([2, 0, 30]) == (Band(0, 2, 32),)


def test_ten_people_in_all_are_not_shown() -> None:
    assert banded([6, 4, 0]) == ()


@given(st.lists(st.integers(0, 40), min_size=2, max_size=12))
def test_bands_keep_the_rule_and_everybody(counts: list[int]) -> None:
    found = banded(counts)
    assert all(band.people == 0 or band.people > 10 for band in found)
    if found:
        assert [band.low for band in found] == [0, *(band.high + 1 for band in found[:-1])]
        assert found[-1].high == len(counts) - 1
        assert all(band.people == sum(counts[band.low : band.high + 1]) for band in found)
    else:
        assert 1 <= sum(counts) <= 10


@pytest.mark.parametrize(
    ("totals", "why"),
    [
        (AgencyTotals("A", (Band(0, 0, 20), Band(1, 2, 4)), 0), "from 1 to 10"),
        (AgencyTotals("A", (Band(0, 2, 20),), 3), "from 1 to 10"),
        (AgencyTotals("A", (Band(0, 0, 20), Band(2, 2, 20)), 0), "without a gap"),
        (AgencyTotals("A", (Band(0, 1, 20),), 0), "from 0 to 2"),
        (AgencyTotals("A", (Band(0, 3, 20),), 0), "from 0 to 2"),
    ],
)
def test_totals_that_break_a_rule_are_refused(totals: AgencyTotals, why: str) -> None:
    with pytest.raises(TotalsError, match=why):
        totals.check(3)


def test_a_count_cannot_be_negative() -> None:
    with pytest.raises(TotalsError):
        banded([3, -1])


def test_a_withheld_rest_is_one_to_ten_people() -> None:
    assert AgencyTotals("A", (Band(0, 1, 20),), None).clients == (21, 30)
    assert AgencyTotals("A", (), None).clients == (1, 10)
