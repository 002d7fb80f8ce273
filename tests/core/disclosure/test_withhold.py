"""No withheld count can be worked out exactly, nor bounded below 11, by adding and subtracting what is shown."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.disclosure.network import Figure, Room
from waystation.core.disclosure.withhold import (
    OneWay,
    Shown,
    TwoWay,
    withhold_count,
    withhold_one_way,
    withhold_two_way,
)

Grid = npt.NDArray[np.int64]


def every_table(shown: list[Shown], sums: list[tuple[list[int], Shown]], highest: int) -> Grid:
    """Every filling of the withheld cells with 1 to `highest` (a column each) that keeps all sums: brute force."""
    choices = [np.arange(1, highest + 1) if value is None else np.array([value]) for value in shown]
    grid = np.stack([axis.ravel() for axis in np.meshgrid(*choices, indexing="ij")])
    for members, total in sums:
        found = grid[members].sum(axis=0)
        grid = grid[:, found >= 1 if total is None else found == total]
    return grid


def rows_that_fit(shown: OneWay, highest: int = 40) -> Grid:
    counts = list(shown.counts)
    return every_table(counts, [(list(range(len(counts))), shown.total)], highest)


def tables_that_fit(shown: TwoWay, highest: int) -> Grid:
    width = len(shown.column_totals)
    flat = [value for row in shown.counts for value in row]
    sums = [([r * width + c for c in range(width)], total) for r, total in enumerate(shown.row_totals)]
    sums += [(list(range(c, len(flat), width)), total) for c, total in enumerate(shown.column_totals)]
    return every_table(flat, [*sums, (list(range(len(flat))), shown.total)], highest)


def assert_nothing_can_be_worked_out(shown: Sequence[Shown], tables: Grid) -> None:
    for index, value in enumerate(shown):
        if value is None:
            assert len(set(tables[index])) > 1, "recovered exactly"
            assert tables[index].max() > 10, "bounded below 11"


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_reader_cannot_work_out_a_withheld_cell_of_any_short_row(size: int) -> None:
    for counts in itertools.combinations_with_replacement([0, 1, 2, 5, 9, 10, 11, 12, 14, 23], size):
        shown = withhold_one_way(counts)
        assert all(value is None for value, true in zip(shown.counts, counts, strict=True) if 1 <= true <= 10)
        assert_nothing_can_be_worked_out(shown.counts, rows_that_fit(shown))


def test_a_reader_who_also_knows_the_rule_cannot_bound_a_cell_below_11() -> None:
    """Among rows without equal large counts the reader keeps only those that the rule would publish the same way."""
    for counts in [(3, 11, 50), (4, 5, 20, 37), (10, 12, 60), (1, 30, 31), (6, 6, 40)]:
        shown = withhold_one_way(counts)
        rows = rows_that_fit(shown)
        same = [withhold_one_way([int(value) for value in row]) == shown for row in rows.T]
        assert_nothing_can_be_worked_out(shown.counts, rows[:, same])


def test_a_reader_cannot_work_out_a_withheld_cell_of_a_small_two_way_table() -> None:
    chance = random.Random(20260101)
    for _ in range(40):
        counts = [[chance.choice([0, 1, 3, 7, 10, 11, 12, 15]) for _ in range(2)] for _ in range(2)]
        shown = withhold_two_way(counts)
        flat = [value for row in shown.counts for value in row]
        assert_nothing_can_be_worked_out(flat, tables_that_fit(shown, 28))


def test_a_reader_cannot_work_out_a_withheld_total() -> None:
    shown = withhold_two_way([[3, 4], [20, 30]])
    assert shown.row_totals[0] is None
    totals = set(tables_that_fit(shown, 30)[:2].sum(axis=0))
    assert len(totals) > 1
    assert max(totals) > 10


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_table_keeps_every_small_count_back_and_leaves_room_for_each(counts: list[list[int]]) -> None:
    shown = withhold_two_way(counts)
    for row, true_row in zip(shown.counts, counts, strict=True):
        for value, true in zip(row, true_row, strict=True):
            assert value == true or value is None
            assert not (1 <= true <= 10) or value is None
            assert true != 0 or value == 0
    for value, true in zip(shown.row_totals, map(sum, counts), strict=True):
        assert value is None or (value == true and not 1 <= true <= 10)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=4))
def test_the_network_bounds_are_the_brute_force_bounds(counts: list[int]) -> None:
    withheld = frozenset(index for index, count in enumerate(counts) if count > 0)
    if not withheld:
        return
    figures = [Figure(0, 1, count) for count in counts] + [Figure(1, 0, sum(counts))]
    others = sum(counts[index] for index in withheld)
    for index in withheld:
        expected = (1, others - len(withheld) + 1) if len(withheld) > 1 else (counts[index], counts[index])
        assert Room(figures, 2, withheld).bounds(index) == expected


def test_a_small_rest_of_a_larger_total_cannot_be_found_by_subtraction() -> None:
    shown = withhold_one_way([23, 18, 12], outside=4)
    assert None in (shown.total, shown.larger)
    assert withhold_one_way([23, 18, 12], outside=40) == OneWay((23, 18, 12), 53, 93)
    assert withhold_one_way([23, 18, 12], outside=0) == OneWay((23, 18, 12), 53, 53)


def test_a_large_table_is_shown_whole_and_zeros_are_shown() -> None:
    assert withhold_one_way([148, 139, 32, 27]) == OneWay((148, 139, 32, 27), 346)
    assert withhold_one_way([0, 40, 0, 11]) == OneWay((0, 40, 0, 11), 51)


def test_the_neighbour_goes_with_the_small_cell() -> None:
    assert withhold_one_way([176, 151, 12, 7]) == OneWay((176, 151, None, None), 346)


def test_a_total_that_would_bound_its_cells_goes_too() -> None:
    assert withhold_one_way([5, 6]) == OneWay((None, None), None)
    assert withhold_one_way([6, 6]) == OneWay((None, None), 12)


def test_nobody_can_lower_the_threshold() -> None:
    for call in (lambda: withhold_count(3, 2), lambda: withhold_one_way([3], threshold=5)):
        with pytest.raises(ValueError, match="nobody lowers"):
            call()
    with pytest.raises(ValueError, match="negative"):
        withhold_one_way([-1])
    with pytest.raises(ValueError, match="differ in length"):
        withhold_two_way([[1], [1, 2]])


def test_a_single_count_of_1_to_10_is_withheld() -> None:
    assert [withhold_count(n) for n in (0, 1, 10, 11)] == [0, None, None, 11]
