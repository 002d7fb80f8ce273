"""Reading the county's data files, and ids that are the same in every demo."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

ALDER = UUID("a1de0000-0000-5000-8000-000000000000")


@cache
def toml(name: str) -> dict[str, Any]:
    """One TOML file of the county, parsed once."""
    return tomllib.loads(files("waystation.demo").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    """One CSV file of the county."""
    text = files("waystation.demo").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def ident(*parts: object) -> UUID:
    """The fixed id of something in the county."""
    return uuid5(ALDER, "/".join(str(part) for part in parts))
