"""Bytes to rows: encodings, line ends, widths. Row 1 is the heading, the first row under it is row 2."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from .opening import BadPackage, RawFile

MAX_COLUMNS = 1_000
MAX_CELL = 1_000_000
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Table:
    """A CSV file as read: heading, cells, and the rules that the reading itself needed."""

    file: str
    stem: str
    columns: list[str]
    rows: list[tuple[int, list[str], tuple[str, ...]]]


def decode(raw: RawFile) -> tuple[str, str]:
    """Text and the name of the rule that was needed ("" when the file is clean UTF-8). Latin-1 is told line by line."""
    if raw.data[:2] in UTF16:
        return raw.data.decode("utf-16", errors="replace"), "utf16_bytes"
    try:
        return raw.data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        lines = [_line(line) for line in raw.data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
        return "\n".join(lines), "latin1_bytes"


# A line that was not UTF-8 starts with this private mark until its row is known.
MARK = "\ue0ff"


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace") + MARK


def read_table(raw: RawFile) -> Table:
    """Raises BadPackage naming file and row."""
    text, rule = decode(raw)
    whole: tuple[str, ...] = (rule,) if rule == "utf16_bytes" else ()
    if "\n" not in text and "\r" in text:
        whole += ("cr_newlines",)
    delimiter = "\t" if raw.name.endswith(".tsv") else ","
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        columns: list[str] = []
        rows = []
        for cells in reader:
            if number == 0:
                columns = _heading(raw.name, cells)
                number = 1
            elif cells:
                number += 1
                rows.append((number, *_marked(cells, whole)))
    except csv.Error as broken:
        raise BadPackage(f"this row cannot be read as CSV ({broken})", raw.name, number + 1) from broken
    if not columns:
        raise BadPackage("the file is empty: it has no heading", raw.name, 1)
    _check_widths(raw.name, columns, rows)
    return Table(raw.name, raw.stem, columns, rows)


def _marked(cells: list[str], whole: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    if any(MARK in cell for cell in cells):
        return [cell.replace(MARK, "") for cell in cells], (*whole, "latin1_bytes")
    return cells, whole


def _heading(file: str, cells: list[str]) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise BadPackage(f"the heading has {len(cells):,} columns; more than {MAX_COLUMNS:,} are refused", file, 1)
    names = [cell.replace(MARK, "").replace("\x00", "").strip() for cell in cells]
    if not any(names):
        raise BadPackage("the heading is empty", file, 1)
    return names


def _check_widths(file: str, columns: list[str], rows: list[tuple[int, list[str], tuple[str, ...]]]) -> None:
    for number, cells, _ in rows:
        if len(cells) > MAX_COLUMNS and len(cells) > len(columns):
            raise BadPackage(f"the row has {len(cells):,} columns, the heading {len(columns):,}", file, number)


def cells_of(table: Table) -> Iterator[tuple[int, dict[str, str], tuple[str, ...]]]:
    """Each row as {column: text}, with the rules that its width needed; cells beyond the heading are dropped."""
    width = len(table.columns)
    for number, cells, rules in table.rows:
        extra: tuple[str, ...] = rules
        if len(cells) < width:
            extra = (*rules, "short_row")
        elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
            extra = (*rules, "long_row")
        yield number, dict(zip(table.columns, cells, strict=False)), extra
