"""XLSForm workbooks: what is read, and that everything else is refused with its sheet and row."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from typing import Any

import pytest

from tests.core.screening.workbooks import respoiled, sheets, workbook
from waystation.core.screening.instruments import InstrumentError, evaluate, parse, read_xlsform, shown


def test_an_owner_can_bring_a_form_with_groups_conditions_and_two_languages() -> None:
    read = read_xlsform(workbook())
    assert [item.kind for item in read.items] == ["note", "one", "many", "number", "text"]
    assert read.items[2].words.en == "How?\nAll that apply"
    assert read.items[1].words.es == "¿Le retienen el pago?"
    assert read.items[2].when == (("pay", "yes"),)
    assert read.items[3].when == (("ways", "debt"), ("pay", "yes"))
    assert (read.title.es, read.version, read.rule.kind) == ("Preguntas de pago", "3", "weighted_sum")
    assert read.accuracy is not None
    assert read.accuracy.counted == (30, 90)
    assert parse(read.as_document()) == read


def test_its_conditions_and_weights_work() -> None:
    read = read_xlsform(workbook())
    assert [item.id for item in shown(read, {"pay": "no"})] == ["hello", "pay", "other"]
    assert evaluate(read, {"pay": "no"}).result == "not_indicated_yet"
    found = evaluate(read, {"pay": "yes", "ways": ["debt", "threats"]})
    assert (found.low, found.result) == (4.5, "positive")


def changed(sheet: str, row: int, column: str, value: Any) -> bytes:
    tables = sheets()
    heads = tables[sheet][0]
    if column not in heads:
        heads.append(column)
        for other in tables[sheet][1:]:
            other.append(None)
    tables[sheet][row - 1][heads.index(column)] = value
    return workbook(tables)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "complaint"),
    [
        ("survey", 3, "type", "geopoint", "Sheet survey, row 3: the type 'geopoint' is not supported"),
        ("survey", 3, "type", "select_one gone", "Sheet survey, row 3: there is no list 'gone'"),
        ("survey", 3, "type", "begin_repeat", "Sheet survey, row 3: the type 'begin_repeat' is not supported"),
        ("survey", 3, "label", None, "Sheet survey, row 3"),
        ("survey", 8, "label", None, "Sheet survey, row 8: label is missing"),
        ("survey", 3, "name", None, "Sheet survey, row 3: name is missing"),
        ("survey", 3, "name", "a b", "Sheet survey, row 3: .*id must be letters"),
        ("survey", 5, "name", "pay", "Sheet survey, row 3: .*two items have this id"),
        ("survey", 7, "relevant", "${gone} = 'yes'", "Sheet survey, row 7: .*'gone', which is no earlier item"),
        ("survey", 7, "relevant", "${pay} = 'often'", "Sheet survey, row 7: .*'often', which is no answer"),
        ("survey", 7, "relevant", "${pay} > 3", "Sheet survey, row 7: relevant may only be"),
        ("survey", 7, "relevant", "${pay} = 'yes' or true()", "Sheet survey, row 7: relevant may only be"),
        ("survey", 7, "calculation", "1 + 1", "Sheet survey, row 7: the column calculation is not supported"),
        ("survey", 7, "constraint", ". > 1", "Sheet survey, row 7: the column constraint is not supported"),
        ("survey", 6, "type", "text", "Sheet survey, row 6: name is missing"),
        ("survey", 4, "type", "end_group", "Sheet survey, row 4: a group ends that did not begin"),
        ("survey", 8, "type", "begin_group", "Sheet survey, row 8: a group does not end"),
        ("choices", 3, "weight", "heavy", "Sheet choices, row 3: weight must be a number"),
        ("choices", 3, "name", None, "Sheet choices, row 3: list_name and name are both needed"),
        ("choices", 3, "label", None, "Sheet choices, row 3"),
        ("choices", 3, "name", "yes", "two answers have the code yes"),
        ("settings", 2, "rule", None, "Sheet settings, row 2: The rule: kind is missing"),
        ("settings", 2, "rule", "guess", "Sheet settings, row 2: The rule: kind must be one of"),
        ("settings", 2, "bands", "low; high", "Sheet settings, row 2: bands are written like"),
        ("settings", 2, "owner", None, "Sheet settings, row 2: The instrument: owner is missing"),
        (
            "settings",
            2,
            "sensitivity",
            1.2,
            "Sheet settings, row 2: The published accuracy: .* a share",
        ),
        ("settings", 2, "n", "many", "Sheet settings, row 2: n must be a whole number"),
        ("survey", 3, "label", "=1+1", "Sheet survey, row 3: a cell holds a formula"),
        ("survey", 3, "label", "x" * 5000, "Sheet survey, row 3: a cell is longer than"),
        ("survey", 3, "label", "turn \u202e around", "holds signs that cannot be seen"),
        ("survey", 1, "hint", "label", "Sheet survey, row 1: two columns have one heading"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(sheet: str, row: int, column: str, value: Any, complaint: str) -> None:
    data = changed(sheet, row, column, value)
    if column == "label" and value is None:
        tables = sheets()
        tables[sheet][row - 1][2:4] = [None, None]
        data = workbook(tables)
    with pytest.raises(InstrumentError, match=complaint):
        read_xlsform(data)


@pytest.mark.parametrize("sheet", ["survey", "settings"])
def test_a_missing_sheet_is_named(sheet: str) -> None:
    tables = sheets()
    del tables[sheet]
    with pytest.raises(InstrumentError, match=f"Sheet {sheet}: it is missing or empty"):
        read_xlsform(workbook(tables))


def put(name: str, data: bytes) -> Any:
    return lambda parts: parts.update({name: data})


def swap(name: str, old: bytes, new: bytes) -> Any:
    return lambda parts: parts.update({name: parts[name].replace(old, new, 1)})


SHEET = "xl/worksheets/sheet1.xml"
FAR = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
WIDE = b'<row r="20"><c r="BI20"><v>1</v></c></row></sheetData>'
SUM = b'<row r="20"><c r="A20"><f>1+1</f><v>2</v></c></row></sheetData>'
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "' + b"lol" * 10 + b'">]>'
LINK = b'<Relationship Id="r9" Type="x" Target="http://a.example/" TargetMode="External"/></Relationships>'
HOSTILE: list[tuple[str, Any]] = [
    ("unpacks to more than", put("xl/media/a.bin", bytes(60_000_000))),
    ("unpacks to more than", swap(SHEET, b"<sheetData>", b"<sheetData>" + b" " * 50_000_000)),
    ("too many cells", swap(SHEET, b"<sheetData>", b"<sheetData>" + b"<row/>" * 60_000)),
    ("too many cells", put("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 100_000 + b"</sst>")),
    ("too many cells", swap("xl/workbook.xml", b"</sheets>", b'<sheet name="x" sheetId="9"/>' * 2000 + b"</sheets>")),
    ("declares entities", swap(SHEET, b"<worksheet", ENTITIES + b"<worksheet")),
    ("not UTF-8", put("xl/workbook.xml", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"))),
    ("not UTF-8", put("xl/workbook.xml", b'<?xml version="1.0" encoding="utf-7"?><a/>')),
    ("links to something outside", swap("xl/_rels/workbook.xml.rels", b"</Relationships>", LINK)),
    ("macros, other files or links", put("xl/vbaProject.bin", b"x")),
    ("macros, other files or links", put("xl/externalLinks/externalLink1.xml", b"<a/>")),
    ("macros, other files or links", put("xl/embeddings/a.docx", b"x")),
    ("more than 100 parts", lambda parts: parts.update({f"x/{n}.xml": b"" for n in range(200)})),
    ("cannot be read as a workbook", lambda parts: parts.pop("xl/workbook.xml")),
    ("cannot be read as a workbook", swap(SHEET, b"</sheetData>", b"")),
    ("no more than 2000 rows", swap(SHEET, b"</sheetData>", FAR)),
    ("no more than", swap(SHEET, b"</sheetData>", WIDE)),
    ("formula", swap(SHEET, b"</sheetData>", SUM)),
]


@pytest.mark.parametrize(
    ("complaint", "change"), HOSTILE, ids=[f"{n}-{text[:12]}" for n, (text, _) in enumerate(HOSTILE)]
)
def test_a_hostile_workbook_is_refused_fast_and_small(complaint: str, change: Any) -> None:
    data = respoiled(change)
    if len(data) > 1_000_000:
        complaint = "larger than"
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(InstrumentError, match=complaint):
        read_xlsform(data)
    spent, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000
    assert spent < 20  # a hang; seconds are measured in benchmarks, not here


def test_other_packing_and_locked_parts_are_refused() -> None:
    for packing in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with pytest.raises(InstrumentError, match="unusual way"):
            read_xlsform(respoiled(lambda parts: None, packing))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK" + bytes(200), b"<html></html>", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(InstrumentError):
        read_xlsform(data)


def test_a_workbook_that_is_too_large_is_not_opened() -> None:
    with pytest.raises(InstrumentError, match="larger than 1000 kB"):
        read_xlsform(b"PK" + bytes(1_000_001))
