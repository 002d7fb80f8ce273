"""The ledger: what became of each input row. One line a row, in the order of the package."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from .rulebook import reason_names, rule_names


class Fate(StrEnum):
    LOADED = "loaded"
    REPAIRED = "repaired"
    QUARANTINED = "quarantined"


@dataclass
class Row:
    """One input row under way: its cells by our column names, and what was done to it."""

    file: str
    number: int
    table: str
    cells: dict[str, str]
    rules: list[str] = field(default_factory=list)
    reason: str = ""

    def repaired(self, rule: str) -> None:
        """Note a repair by its name in rules.toml; KeyError for a name that is not there."""
        if rule not in rule_names():
            raise KeyError(rule)
        if rule not in self.rules:
            self.rules.append(rule)

    def set_aside(self, reason: str) -> None:
        if reason not in reason_names():
            raise KeyError(reason)
        self.reason = reason

    @property
    def fate(self) -> Fate:
        if self.reason:
            return Fate.QUARANTINED
        return Fate.REPAIRED if self.rules else Fate.LOADED

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def take(self, column: str) -> str:
        return self.cells.pop(column, "")


@dataclass
class Ledger:
    """All rows. Written as CSV (file,row,fate,rule; rule holds names apart by spaces) or as JSON lines."""

    rows: list[Row] = field(default_factory=list)

    def count(self, fate: Fate) -> int:
        return sum(row.fate is fate for row in self.rows)

    def by_rule(self) -> dict[str, int]:
        """{rule or reason: rows}."""
        counts: dict[str, int] = {}
        for row in self.rows:
            for name in [row.reason] if row.reason else row.rules:
                counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items()))

    def write(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            if path.suffix in {".jsonl", ".ndjson", ".json"}:
                for row in self.rows:
                    stream.write(json.dumps(_line(row)) + "\n")
                return
            writer = csv.writer(stream)
            writer.writerow(["file", "row", "fate", "rule"])
            writer.writerows(_line(row).values() for row in self.rows)


def _line(row: Row) -> dict[str, str | int]:
    return {"file": row.file, "row": row.number, "fate": row.fate.value, "rule": row.reason or " ".join(row.rules)}
