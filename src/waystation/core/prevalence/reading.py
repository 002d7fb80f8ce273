"""Reading a table of lists: capture histories with counts, or one row for each person.

Text in, a Table out: the caller opens the file. Every error names its line, and says what to do.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

import numpy as np

from waystation.core.prevalence.table import MOST_LISTS, Table, TableError

COUNT = "count"
MOST_ROWS = 5_000_000
LONGEST_NAME = 60
LARGEST = 10**9
_DATE = re.compile(r"^(\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{2}|[45]\d{4})$")
_YES = {"1": 1, "0": 0}


def read(lines: Iterable[str]) -> Table:
    """A table from lines of comma-separated text with a header.

    A column of 0 and 1 for each list, and a column `count` with the people of each history; or no such column, and one
    row for each person. Raises TableError.
    """
    rows = csv.reader(_clean(lines), strict=True)
    try:
        names, counted = _header(next(rows, None))
        dense = np.zeros(1 << len(names), dtype=np.int64)
        first: dict[int, int] = {}
        for at, row in enumerate(rows, start=1):
            if at > MOST_ROWS:
                raise TableError(f"there are more than {MOST_ROWS:,} rows", rows.line_num)
            if not any(cell.strip() for cell in row):
                continue
            mask, people = _row(row, names, counted, rows.line_num)
            if counted is not None and mask in first:
                raise TableError(
                    f"this history stands already on line {first[mask]}; add the two counts", rows.line_num
                )
            first.setdefault(mask, rows.line_num)
            dense[mask] += people
    except csv.Error as error:
        raise TableError(f"this is not comma-separated text ({error})", rows.line_num) from None
    if not first:
        raise TableError("there is no row below the header")
    return Table(tuple(names), dense)


def _clean(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise TableError("there is a zero byte in it; save the table as CSV, UTF-8", number)
        yield line.removeprefix("\ufeff") if number == 1 else line


def _header(row: list[str] | None) -> tuple[list[str], int | None]:
    """The lists' names, and where the column of counts is."""
    if not row:
        raise TableError("it is empty; the first line names the lists", 1)
    names = [cell.strip() for cell in row]
    for at, name in enumerate(names, start=1):
        if not name:
            raise TableError(f"column {at} has no name", 1)
        if len(name) > LONGEST_NAME:
            raise TableError(f"the name of column {at} is longer than {LONGEST_NAME} characters", 1)
        if _DATE.match(name):
            raise TableError(
                f"the name {name!r} of column {at} looks like a date that a spreadsheet made; name the list", 1
            )
        if name in _YES:
            raise TableError("the first line names the lists; here it holds numbers", 1)
    folded = [name.casefold() for name in names]
    if twice := next((name for name in folded if folded.count(name) > 1), None):
        raise TableError(f"two columns are called {twice!r}", 1)
    counted = folded.index(COUNT) if COUNT in folded else None
    lists = [name for at, name in enumerate(names) if at != counted]
    if not 2 <= len(lists) <= MOST_LISTS:
        raise TableError(f"there are {len(lists)} lists; 2 to {MOST_LISTS} can be used", 1)
    return lists, counted


def _row(row: list[str], names: list[str], counted: int | None, line: int) -> tuple[int, int]:
    """The history of a row and how many people have it."""
    width = len(names) + (counted is not None)
    if len(row) != width:
        raise TableError(f"there are {len(row)} cells, and {width} columns", line)
    cells = [cell.strip() for cell in row]
    people = 1 if counted is None else _count(cells.pop(counted), line)
    mask = 0
    for bit, cell in enumerate(cells):
        if cell not in _YES:
            raise TableError(f"{cell[:20]!r} under {names[bit]!r} is neither 0 nor 1", line)
        mask |= _YES[cell] << bit
    if not mask:
        raise TableError("this row is on no list; leave it out, nobody can count those", line)
    return mask, people


def _count(cell: str, line: int) -> int:
    if not re.fullmatch(r"\d{1,10}", cell) or int(cell) > LARGEST:
        raise TableError(f"the count {cell[:20]!r} is not a whole number from 0 to {LARGEST:,}", line)
    return int(cell)
