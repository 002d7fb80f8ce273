"""Directory packages that lie ready on this computer: in the folder `incoming` of the data folder, and nowhere else.

A page never takes a path that somebody typed: it offers what lies in that folder.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings

from waystation.commons.directory.actions.importing import ImportSummary

LEDGER = ".ledger.csv"
SHOWN = 100
"""Lines of a ledger on the page; the file holds all."""


@dataclass(frozen=True)
class LedgerPage:
    """What became of the rows of one package: counts by fate, and the first rows that were changed or set aside."""

    name: str
    path: str
    counts: dict[str, int]
    rows: list[dict[str, str]]
    more: int


def folder() -> Path:
    """The folder for packages."""
    return Path(settings.WAYSTATION_HOME) / "incoming"


def make_folder() -> None:
    """Make the folder, for the owner of the data folder only."""
    folder().mkdir(mode=0o700, exist_ok=True)


def waiting() -> dict[str, Path]:
    """Folders and zip files in the folder, by name; links are left out, they may lead anywhere."""
    if not folder().is_dir():
        return {}
    with os.scandir(folder()) as entries:
        found = [
            entry
            for entry in entries
            if not entry.is_symlink() and (entry.is_dir() or entry.name.lower().endswith(".zip"))
        ]
    return {entry.name: Path(entry.path) for entry in sorted(found, key=lambda entry: entry.name)}


def write_ledger(source: Path, summary: ImportSummary) -> None:
    """The ledger of an import as a CSV file beside its package; whole or not at all."""
    fresh = folder() / f".{source.name}.new.csv"
    summary.ledger.write(fresh)
    fresh.replace(folder() / f"{source.name}{LEDGER}")


def ledgers() -> list[LedgerPage]:
    """The ledgers in the folder, the newest first."""
    if not folder().is_dir():
        return []
    files = sorted(folder().glob(f"[!.]*{LEDGER}"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_read(path) for path in files]


def _read(path: Path) -> LedgerPage:
    counts: dict[str, int] = {}

    def told() -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as stream:
            lines = (line for line in csv.DictReader(stream) if _count(counts, line["fate"]) != "loaded")
            shown = list(islice(lines, SHOWN))
            left.extend(1 for _ in lines)
        return shown

    left: list[int] = []
    rows = told()
    return LedgerPage(path.name.removesuffix(LEDGER), str(path), counts, rows, len(left))


def _count(counts: dict[str, int], fate: str) -> str:
    counts[fate] = counts.get(fate, 0) + 1
    return fate
