"""The cells of a workbook from outside (.xlsx), after everything that a workbook can carry besides was refused.

openpyxl reads the cells. It never sees the file as it came: a copy is made of the few parts that hold cells, once their
number, size, compression and markup were checked, so that no bomb, entity, macro or link gets to it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from waystation.core.screening.instruments.errors import InstrumentError

LARGEST = 1_000_000
"""Bytes of a file; a form of 300 questions has some 40 kB."""
MOST_PARTS, MOST_UNPACKED, MOST_TAGS = 100, 2_000_000, 30_000
MOST_TAGS_ASIDE = 1000
"""In a part that holds no cells: openpyxl's time grows with the square of the number of sheets."""
MOST_ROWS, MOST_COLUMNS, LONGEST = 2000, 60, 4000
KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/worksheets/[A-Za-z0-9_]+\.xml"
)
CELLS = re.compile(r"xl/(worksheets/|sharedStrings)")
LINKS = re.compile(r".*\.rels")
CARGO = re.compile(r"xl/(vbaProject|externalLinks/|embeddings/|activeX/|macrosheets/|queryTables/|connections)", re.I)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
ENCODED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as a person sees it, and its cells by the heading of their column."""

    sheet: str
    number: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    def refuse(self, why: str) -> InstrumentError:
        return InstrumentError(f"Sheet {self.sheet}, row {self.number}: {why}.")


def read_sheets(content: bytes, wanted: tuple[str, ...]) -> dict[str, list[Row]]:
    """The rows of the named sheets that are there, empty rows left out. Raises `InstrumentError`."""
    clean = _only_cells(content)
    from openpyxl import load_workbook  # seldom wanted, and large

    try:
        book = load_workbook(clean, read_only=True, keep_links=False)
        return {name: list(_rows(name, book[name])) for name in wanted if name in book.sheetnames}
    except InstrumentError:
        raise
    except Exception as problem:  # openpyxl answers a broken workbook with whatever it fell over
        raise InstrumentError("The file cannot be read as a workbook.") from problem


def _only_cells(content: bytes) -> io.BytesIO:
    """A workbook of the parts that hold cells, and nothing else. Raises `InstrumentError`."""
    if len(content) > LARGEST:
        raise InstrumentError(f"The workbook is larger than {LARGEST // 1000} kB.")
    clean = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(clean, "w") as copy:
            for name, part in _checked(book):
                copy.writestr(name, part)
    except InstrumentError:
        raise
    except (*BROKEN, ValueError):
        raise InstrumentError("The file is not a workbook (.xlsx).") from None
    clean.seek(0)
    return clean


def _checked(book: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    parts = book.infolist()
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise InstrumentError(f"The workbook has more than {MOST_PARTS} parts, or two of one name.")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise InstrumentError(f"The workbook unpacks to more than {MOST_UNPACKED // 1_000_000} MB.")
    if any(CARGO.match(part.filename) for part in parts):
        raise InstrumentError("The workbook holds macros, other files or links; save it without them.")
    tags = 0
    for part in parts:
        if not KEPT.fullmatch(part.filename) and not LINKS.fullmatch(part.filename):
            continue
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or part.flag_bits & 1:
            raise InstrumentError("The workbook is locked or packed in an unusual way.")
        data = book.read(part)
        _check_markup(data)
        here = data.count(b"<")
        tags += here
        if tags > MOST_TAGS or (here > MOST_TAGS_ASIDE and not CELLS.match(part.filename)):
            raise InstrumentError("The workbook holds too many cells for a form.")
        if KEPT.fullmatch(part.filename):
            yield part.filename, data


def _check_markup(data: bytes) -> None:
    told = ENCODED.match(data[:200].lstrip(b"\xef\xbb\xbf"))
    plain = told is None or told[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not plain or b"\x00" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InstrumentError("A part of the workbook is not UTF-8 text.")
    if b"<!" in data:
        raise InstrumentError("A part of the workbook declares entities.")
    if re.search(rb"TargetMode\s*=\s*[\"']External", data, re.I):
        raise InstrumentError("The workbook links to something outside; remove the links.")


def _rows(name: str, sheet: Any) -> Iterator[Row]:
    heads: list[str] = []
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1), 1):
        row = Row(name, number, {})
        values = [_text(row, cell) for cell in cells]
        if number > MOST_ROWS or any(values[MOST_COLUMNS:]):
            raise row.refuse(f"no more than {MOST_ROWS} rows and {MOST_COLUMNS} columns are read")
        if not heads:
            heads = [value.lower() for value in values]
            told = [head for head in heads if head]
            if len(set(told)) < len(told):
                raise row.refuse("two columns have one heading")
            continue
        row.cells.update({head: value for head, value in zip(heads, values, strict=False) if head and value})
        if row.cells:
            yield row


def _text(row: Row, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise row.refuse("a cell holds a formula; paste its value instead")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime | time) or cell.data_type == "e":
        raise row.refuse("a cell holds a date or an error where a text was expected")
    if isinstance(value, float):
        value = f"{value:.12g}"
    text = str(value).strip()
    if len(text) > LONGEST:
        raise row.refuse(f"a cell is longer than {LONGEST} letters")
    return text
