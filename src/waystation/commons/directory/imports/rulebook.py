"""The named rules as data: `rules.toml` for repairs, `columns.toml` for names of tables and columns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def rules() -> dict[str, Any]:
    return tomllib.loads((HERE / "rules.toml").read_text(encoding="utf-8"))


@cache
def rule_names() -> frozenset[str]:
    return frozenset(rules()["repair"])


@cache
def reason_names() -> frozenset[str]:
    return frozenset(rules()["set_aside"])


@cache
def mojibake() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = rules()["mojibake"]
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(re.escape(key) for key in longest_first)), table


@cache
def finders() -> list[tuple[str, re.Pattern[str], str]]:
    """The repairs that are a search and a replacement: (name, pattern, text)."""
    return [(name, re.compile(r["find"]), r["with"]) for name, r in rules()["repair"].items() if "find" in r]


@cache
def tables_by_file() -> dict[str, str]:
    """{file stem: table}."""
    data = tomllib.loads((HERE / "columns.toml").read_text(encoding="utf-8"))["table"]
    return {stem: table for table, entry in data.items() for stem in entry["files"]}


@cache
def columns_of(table: str) -> dict[str, list[str]]:
    """{HSDS column: other names} for one table."""
    data = tomllib.loads((HERE / "columns.toml").read_text(encoding="utf-8"))["table"]
    columns: dict[str, list[str]] = data[table]["columns"]
    return columns


def rename(table: str, columns: list[str]) -> dict[str, str]:
    """{column of the file: our column}. The HSDS name wins over an alias when both are in the file."""
    present = set(columns)
    renamed = {column: column for column in columns}
    for ours, aliases in columns_of(table).items():
        if ours in present:
            continue
        for alias in aliases:
            if alias in present:
                renamed[alias] = ours
                break
    return renamed
