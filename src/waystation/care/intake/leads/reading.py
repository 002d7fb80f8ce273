"""Reading the data files of this room: the principles that hold with police, and report lines."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    """Something said in two languages, with where it comes from."""

    code: str
    en: str
    es: str
    cite: str = ""
    number: str = ""
    source: str = ""
    date: str = ""
    grade: str = ""

    @property
    def words(self) -> str:
        return self.es if (get_language() or "en").startswith("es") else self.en


@cache
def part23() -> Words:
    """The notice about 28 CFR Part 23: have counsel review, with source and date."""
    head = _read("part23")["part23"]
    return Words(
        "part23", head["review_en"], head["review_es"], source=head["source"], date=str(head["date"]),
        grade=head["grade"],
    )  # fmt: skip


@cache
def review_years() -> int:
    """Years after which nothing released is kept without having been looked at; the rule's own limit."""
    return int(_read("part23")["part23"]["review_years"])


@cache
def principles() -> tuple[Words, ...]:
    return tuple(Words(**item) for item in _read("part23")["principle"])


@cache
def report_lines() -> tuple[Words, ...]:
    return tuple(Words(**{**item, "date": str(item["date"])}) for item in _read("report_lines")["line"])


def _read(name: str) -> dict[str, Any]:
    path = files("waystation.care.intake.leads").joinpath(f"data/{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
