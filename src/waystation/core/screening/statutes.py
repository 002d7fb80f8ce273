"""The statutes as data: each a set of branches, each branch the parts of its act, means and purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from waystation.core.screening.texts import data

ELEMENTS = ("act", "means", "purpose")


@dataclass(frozen=True)
class Branch:
    """One way to meet a definition. `parts` holds for act, means and purpose the names the statute gives."""

    code: str
    en: str
    es: str
    parts: Mapping[str, frozenset[str]]
    minor_needs_means: bool

    def label(self, lang: str = "en") -> str:
        return self.es if lang.lower().startswith("es") else self.en


@dataclass(frozen=True)
class Statute:
    """A definition with its citation, its source, the day it was read and the grade of the reading."""

    code: str
    en: str
    es: str
    citation: str
    source: str
    date: str
    grade: str
    branches: Mapping[str, Branch]

    def label(self, lang: str = "en") -> str:
        return self.es if lang.lower().startswith("es") else self.en


@cache
def statutes() -> Mapping[str, Statute]:
    """The statutes by code: tvpa, palermo."""
    return MappingProxyType({code: _statute(code, table) for code, table in data("statutes").items()})


def _statute(code: str, table: Mapping[str, Any]) -> Statute:
    branches = {
        name: Branch(
            code=name,
            en=row["en"],
            es=row["es"],
            parts=MappingProxyType({element: frozenset(row[element]) for element in ELEMENTS}),
            minor_needs_means=row["minor_needs_means"],
        )
        for name, row in table["branches"].items()
    }
    return Statute(
        code,
        table["en"],
        table["es"],
        table["citation"],
        table["source"],
        str(table["date"]),
        table["grade"],
        MappingProxyType(branches),
    )
