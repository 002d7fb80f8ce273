"""Targets for files of instruments: the TOML form, a document from the database, and XLSForm workbooks."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from importlib.resources import files

from tests.core.screening.workbooks import workbook
from tests.fuzz.target import Target
from waystation.core.screening import instruments

SHEET = "xl/worksheets/sheet1.xml"


def _demonstration() -> bytes:
    return files("waystation.core.screening").joinpath("data/demonstration.toml").read_bytes()


def _toml(data: bytes) -> None:
    found = instruments.read_toml(data)
    instruments.evaluate(found, {item.id: "yes" for item in found.items})


def _document(data: bytes) -> None:
    found = instruments.parse(json.loads(data))
    assert instruments.parse(found.as_document()) == found


def _repacked(data: bytes) -> None:
    """The bytes as a workbook's first sheet: past the archive, into the cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for name, part in {**_parts(), SHEET: data}.items():
            copy.writestr(name, part)
    instruments.read_xlsform(out.getvalue())


@cache
def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook())) as book:
        return {name: book.read(name) for name in book.namelist()}


REFUSED = (instruments.InstrumentError,)
TARGETS: dict[str, Target] = {
    "instrument": Target(_toml, REFUSED, lambda: [_demonstration()]),
    "instrument_document": Target(
        _document,
        (*REFUSED, json.JSONDecodeError, UnicodeDecodeError, RecursionError),
        lambda: [json.dumps(instruments.demonstration().as_document()).encode()],
    ),
    "xlsform": Target(instruments.read_xlsform, REFUSED, lambda: [workbook()]),
    "xlsform_sheet": Target(_repacked, REFUSED, lambda: [_parts()[SHEET]]),
}
