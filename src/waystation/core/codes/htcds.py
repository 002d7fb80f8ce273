"""The fields of HTCDS 2.0, and the spellings under which real files bring them.

The official sheet and survey form misspell some names, and the standard misspells one code. Reading accepts every
known spelling; writing uses the standard's own (IOM HTCDS 2.0, CC BY 4.0).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from waystation.core.codes.lists import UnknownCode, get


@dataclass(frozen=True)
class Field:
    """A field of the standard: its group, type, whether it may hold many values, its marks, its code list or ''."""

    name: str
    group: str
    type: str
    many: bool
    core: bool
    deprecated: bool
    code_list: str


@cache
def fields() -> Mapping[str, Field]:
    """The 84 fields by their standard name, in the standard's order."""
    return MappingProxyType(
        {
            name: Field(
                name,
                row["group"],
                row["type"],
                row.get("many", False),
                row.get("core", False),
                row.get("deprecated", False),
                row.get("list", ""),
            )
            for name, row in _file()["fields"].items()
        }
    )


def read_field(name: str) -> str:
    """The standard's name of a column as a file spells it. Raises `UnknownCode`."""
    spelled = name.strip()
    standard: str = _file()["accept"]["fields"].get(spelled, spelled)
    if standard not in fields():
        raise UnknownCode(f"HTCDS 2.0 has no field {name!r}.")
    return standard


def read_code(field: str, code: str) -> str:
    """The standard's code for a value of a coded field as a file spells it. Raises `UnknownCode`."""
    found = fields()[read_field(field)]
    if not found.code_list:
        raise UnknownCode(f"The HTCDS field {found.name} has no code list.")
    spelled = code.strip()
    standard: str = _file()["accept"]["codes"].get(spelled, spelled)
    return get(found.code_list)[standard].code


@cache
def _file() -> Mapping[str, Any]:
    path = files("waystation.core.codes").joinpath("schemas/htcds.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
