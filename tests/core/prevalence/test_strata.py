"""Strata: a panel for each, and one for all that holds the sum."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.prevalence.conftest import THREE
from waystation.core.prevalence import Table, TableError, Word, by_strata, read_strata, text
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.strata import SUM

LISTS = tuple("ABCD")
EASY = Table(LISTS, Scenario("easy", 600, (0.35,) * 4).draw(1, 4)[0])
HARD = Table(LISTS, Scenario("hard", 3000, (0.06,) * 4).draw(1, 5)[0])
WHY = "women and men come to different agencies"


def test_the_sum_holds_what_the_tables_added_up_miss() -> None:
    found = by_strata({"women": EASY, "men": HARD}, WHY, replicates=400)
    rows = {each.method: each for each in found.whole.estimates}
    assert rows[SUM].lo <= 3600 <= rows[SUM].hi
    assert rows["independence"].hi < 3600
    points = [next(e.point for e in each.estimates if e.method == "stepwise") for each in found.panels.values()]
    assert rows[SUM].point == pytest.approx(sum(points))
    assert rows[SUM].panel is found.whole
    assert f"as stated: {WHY}" in text(found.whole)


def test_the_verdict_is_the_worst_and_names_the_stratum() -> None:
    thin = Table(LISTS, np.array([0, 30, 20, 1, 25, 1, 0, 0, 22, 0, 1, 0, 0, 0, 0, 0]))
    found = by_strata({"many": EASY, "few": thin}, WHY, replicates=200)
    assert found.whole.verdict.word == Word.REFUSED
    assert any(reason.startswith("few: only 3 people") for reason in found.whole.verdict.reasons)


@pytest.mark.parametrize(
    ("tables", "why", "says"),
    [
        ({"one": EASY}, WHY, "two to 20"),
        ({"one": EASY, "two": THREE}, WHY, "same lists"),
        ({"a": EASY, "b": HARD}, " ", "why"),
    ],
)
def test_what_is_no_set_of_strata_is_said(tables: dict[str, Table], why: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        by_strata(tables, why)


def test_strata_are_read_by_a_column() -> None:
    found = read_strata(["A,sex,B,count\n", "1,f,0,3\n", "\n", "1,m,0,5\n", "0,f,1,2\n"], "sex")
    assert {name: (table.lists, table.counts.tolist()) for name, table in found.items()} == {
        "f": (("A", "B"), [0, 3, 2, 0]), "m": (("A", "B"), [0, 5, 0, 0]),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["A,B,count\n", "1,0,2\n"], 1, "no column 'sex'"),
        (["A,sex,B,count\n", "1,f,0,3\n", "1,,0,2\n"], 3, "names no sex"),
        (["A,sex,B,count\n", "1,f,0,3\n", "1,m,0,2\n", "1,f,0,4\n"], 4, "stands already on line 2"),
        (["A,sex,B,count\n", "1,m,0,3\n", "1,f\n"], 3, "there are 2 cells"),
        (["A,sex,B,count\n"], None, "no row below"),
        (["A,sex,B,count\n", *(f"1,s{at},0,1\n" for at in range(21))], None, "more than 20 strata"),
    ],
)
def test_a_wrong_row_names_the_line_where_it_stands(lines: list[str], line: int | None, says: str) -> None:
    with pytest.raises(TableError, match=says) as error:
        read_strata(lines, "sex")
    assert error.value.line == line
