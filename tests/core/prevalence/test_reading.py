"""The reader of tables: what it takes, and errors that name their line and what to do."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.prevalence.table import Table, TableError


def _read(text: str) -> Table:
    return Table.from_histories(io.StringIO(text, newline=""))


def test_histories_with_counts() -> None:
    table = _read("A,B,count\n1,0,3\n0,1,4\n1,1,2\n")
    assert table.lists == ("A", "B")
    assert table.counts.tolist() == [0, 3, 4, 2]
    assert (table.n, table.on_two_or_more) == (9, 2)


def test_one_row_for_each_person() -> None:
    assert _read("A,B,C\n1,0,0\n1,0,0\n0,1,1\n").counts.tolist() == [0, 2, 0, 0, 0, 0, 1, 0]


def test_a_byte_order_mark_blank_lines_and_windows_line_ends() -> None:
    assert _read("\ufeffA, B ,Count\r\n\r\n1,0, 3 \r\n0,1,4\r\n").n == 7


def test_pairs_that_have_nobody_in_common_are_named() -> None:
    assert _read("A,B,C,count\n1,1,0,2\n0,1,1,1\n1,0,0,5\n").empty_pairs() == [("A", "C")]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "the first line names the lists"),
        ("A,B,count\n", None, "no row below the header"),
        ("A,count\n1,2\n", 1, "there are 1 lists"),
        ("A,B,A,count\n1,0,0,2\n", 1, "two columns are called 'a'"),
        ("A,,count\n1,0,2\n", 1, "column 2 has no name"),
        ("A,3-Mar,count\n1,0,2\n", 1, "looks like a date"),
        ("2021-05-01,B,count\n1,0,2\n", 1, "looks like a date"),
        ("A,45123,count\n1,0,2\n", 1, "looks like a date"),
        ("1,0,5\n0,1,4\n", 1, "the first line names the lists"),
        ("A,B,count\n1,0,2\n0,0,9\n", 3, "this row is on no list"),
        ("A,B,count\n1,0,-2\n", 2, "is not a whole number"),
        ("A,B,count\n1,0,2.5\n", 2, "is not a whole number"),
        ("A,B,count\n1,0,99999999999\n", 2, "is not a whole number"),
        ("A,B,count\n1,0,2\n\n1,0,3\n", 4, "stands already on line 2"),
        ("A,B,count\n1,yes,2\n", 2, "'yes' under 'B' is neither 0 nor 1"),
        ("A,B,count\n1,0\n", 2, "there are 2 cells, and 3 columns"),
        ("A,B,count\n1,0,2\n0,1,\0\n", 3, "zero byte"),
        ('A,B,count\n1,"0,2\n', 2, "not comma-separated"),
        ("A,B,count\n1,0,0\n0,1,0\n", None, "nobody in this table"),
        (",".join(f"L{at}" for at in range(17)) + "\n", 1, "there are 17 lists"),
    ],
)
def test_what_cannot_be_used_names_its_line(text: str, line: int | None, says: str) -> None:
    with pytest.raises(TableError, match=says) as error:
        _read(text)
    assert error.value.line == line


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_a_clear_error(text: str) -> None:
    with contextlib.suppress(TableError):
        assert _read(text).n > 0


@given(st.lists(st.integers(1, 7), min_size=1, max_size=60))
def test_rows_of_people_and_counted_histories_give_the_same_table(people: list[int]) -> None:
    cells = {mask: ",".join(str(mask >> at & 1) for at in range(3)) for mask in range(1, 8)}
    rows = "A,B,C\n" + "\n".join(cells[mask] for mask in people)
    counted = "A,B,C,count\n" + "\n".join(f"{cells[mask]},{people.count(mask)}" for mask in sorted(set(people)))
    assert (_read(rows).counts == _read(counted).counts).all()


@given(
    st.lists(st.integers(1, 7), min_size=1, max_size=12, unique=True), st.integers(0, 11),
    st.sampled_from(
        ["0,0,0,5", "1,0,0,-1", "1,0,0,1.5", "1,0,2,3", "1,0,3", "1,0,0,3,4", "1,0,,3", "1,0,0,1e3", "1,0,0,"]
    ),
)  # fmt: skip
def test_a_wrong_row_anywhere_is_named_by_its_line(people: list[int], at: int, wrong: str) -> None:
    rows = [",".join(str(mask >> bit & 1) for bit in range(3)) + ",4" for mask in people]
    at = min(at, len(rows))
    rows.insert(at, wrong)
    with pytest.raises(TableError, match=rf"^line {at + 2}: ") as error:
        _read("A,B,C,count\n" + "\n".join(rows))
    assert error.value.line == at + 2


@given(st.lists(st.integers(1, 7), min_size=2, max_size=12, unique=True), st.data())
def test_a_history_that_stands_twice_is_named_by_both_lines(people: list[int], data: st.DataObject) -> None:
    again = data.draw(st.integers(0, len(people) - 1))
    rows = [",".join(str(mask >> bit & 1) for bit in range(3)) + ",4" for mask in [*people, people[again]]]
    with pytest.raises(TableError, match=f"already on line {again + 2}") as error:
        _read("A,B,C,count\n" + "\n".join(rows))
    assert error.value.line == len(rows) + 1


@pytest.mark.parametrize("date", ["1-2", "2026/11/22", "3.4.2026", "22-Nov", "Nov-26", "45123", "1/2/26"])
def test_every_date_a_spreadsheet_makes_of_a_name_is_told(date: str) -> None:
    with pytest.raises(TableError, match="looks like a date") as error:
        _read(f"A,{date},count\n1,0,2\n")
    assert error.value.line == 1


@pytest.mark.long
def test_a_million_rows_are_read() -> None:
    assert Table.from_histories(["A,B,C\n", *["1,0,1\n"] * 1_000_000]).n == 1_000_000
