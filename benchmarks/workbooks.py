"""CPU seconds and most memory to read or refuse a workbook: a form of 300 questions, and hostile ones of the tests.

`python benchmarks/workbooks.py` from the root of the repository. The goal: 1 s and 50 MB.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]

from tests.core.screening.test_xlsform import HOSTILE, SHEET, put, swap  # noqa: E402
from tests.core.screening.workbooks import respoiled, sheets, workbook  # noqa: E402
from waystation.core.screening.instruments import InstrumentError, read_xlsform  # noqa: E402

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def large() -> bytes:
    """A form of 300 questions in two languages."""
    tables = sheets()
    tables["survey"] += [
        ["select_one yn", f"q{n}", f"Question {n}?", f"¿Pregunta {n}?", None, None] for n in range(295)
    ]
    return workbook(tables)


def full() -> dict[str, bytes]:
    """Workbooks that just pass the count of markup: the most that openpyxl can be made to do."""
    cells = b'<row r="30">' + b'<c r="A30"><v>1</v></c>' * 6500 + b"</row></sheetData>"
    texts = b'<sst xmlns="' + MAIN + b'">' + b"<si/>" * 28_000 + b"</sst>"
    return {
        "full of cells": respoiled(swap(SHEET, b"</sheetData>", cells)),
        "full of texts": respoiled(put("xl/sharedStrings.xml", texts)),
        "full of rows": respoiled(swap(SHEET, b"</sheetData>", b"<row/>" * 1900 + b"</sheetData>")),
    }


def measured(data: bytes) -> tuple[float, float, str]:
    """(CPU seconds, MB at most, read or refused)."""
    began, answer = time.process_time(), "read"
    try:
        read_xlsform(data)
    except InstrumentError:
        answer = "refused"
    spent = time.process_time() - began
    tracemalloc.start()
    try:
        read_xlsform(data)
    except InstrumentError:
        answer = "refused"
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return spent, most / 1e6, answer


def main() -> None:
    read_xlsform(workbook())  # openpyxl is loaded once for a process
    named = {"300 questions": large()} | full()
    named |= {f"hostile {n}: {text[:24]}": respoiled(change) for n, (text, change) in enumerate(HOSTILE)}
    found = {name: measured(data) for name, data in named.items()}
    for name, (spent, most, answer) in found.items():
        print(f"{spent:7.3f} s CPU  {most:6.1f} MB  {answer:8} {name}")
    print(f"worst: {max(s for s, _, _ in found.values()):.3f} s CPU, {max(m for _, m, _ in found.values()):.1f} MB")


if __name__ == "__main__":
    main()
