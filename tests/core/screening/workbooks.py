"""Small XLSForm workbooks for the tests, and parts of them to spoil."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

SURVEY: list[list[Any]] = [
    ["type", "name", "label", "label::Español (es)", "hint", "relevant"],
    ["note", "hello", "Say hello first", "Salude primero", None, None],
    ["select_one yn", "pay", "Is pay kept back?", "¿Le retienen el pago?", None, None],
    ["begin_group", "more", None, None, None, "${pay} = 'yes'"],
    ["select_multiple ways", "ways", "How?", "¿Cómo?", "All that apply", None],
    ["end_group", None, None, None, None, None],
    ["integer", "months", "For how many months?", None, None, "selected(${ways}, 'debt') and ${pay} = 'yes'"],
    ["text", "other", "Anything else?", None, None, None],
]
CHOICES: list[list[Any]] = [
    ["list_name", "name", "label", "label::es", "weight"],
    ["yn", "yes", "Yes", "Sí", 2],
    ["yn", "no", "No", "No", 0],
    ["ways", "debt", "A debt", "Una deuda", 1],
    ["ways", "threats", "Threats", "Amenazas", 1.5],
]
SETTINGS: list[list[Any]] = [
    ["form_title", "form_title::es", "form_id", "version", "owner", "licence", "source", "audience", "mode", "rule",
     "bands", "sensitivity", "specificity", "n", "prevalence", "accuracy_source"],
    ["Pay questions", "Preguntas de pago", "pay-questions", 3, "Nobody", "Ours", "Invented", "Nobody", "asked",
     "weighted_sum", "0 = none so far; 2 = some *", 0.8, 0.9, 120, 0.25, "Invented"],
]  # fmt: skip


def sheets() -> dict[str, list[list[Any]]]:
    """The three sheets, to change before writing them."""
    return {name: [list(row) for row in rows] for name, rows in
            {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}.items()}  # fmt: skip


def workbook(tables: dict[str, list[list[Any]]] | None = None) -> bytes:
    """An .xlsx of the sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (tables or sheets()).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def respoiled(change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A good workbook with its parts changed by hand."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as copy:
        for name, data in parts.items():
            copy.writestr(name, data)
    return out.getvalue()
