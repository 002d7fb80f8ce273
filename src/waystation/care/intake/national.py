"""National numbers for what is not ours, from a reviewed data file with source and date."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class NationalLine:
    """One number; `stands_for` is the code of the county's own line that takes its place."""

    code: str
    stands_for: str
    number: str
    en: str
    es: str
    source: str
    date: str

    def label(self, lang: str) -> str:
        return self.es if lang.startswith("es") else self.en


@cache
def national_lines() -> tuple[NationalLine, ...]:
    """The lines of the file, in its order."""
    text = files("waystation.care.intake").joinpath("data", "national.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["lines"].items()
    return tuple(
        NationalLine(code, row["stands_for"], row["number"], row["en"], row["es"], row["source"], str(row["date"]))
        for code, row in rows
    )
