"""Packages made on the spot, and the real ones where they are."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from waystation.commons.directory.exports.package import export_package

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("WAYSTATION_SHARED", ROOT.parent / "shared")) / "data" / "hsds"

Sheets = dict[str, list[list[str]]]
FOLDERS = {"3.0": "hsds_examples_3.0", "3.1": "hsds_examples_3.1dev"}
SMALL: Sheets = {
    "organizations": [["id", "name", "description"], ["o1", "Alder House", "A house."]],
    "services": [["id", "organization_id", "name", "status"], ["s1", "o1", "Warm beds", "active"]],
}


def real(name: str) -> Path:
    """A real package of the shared data; the test is skipped, saying so, where there is none."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the real package {name} is not on this machine")
    return path


def rows_of(folder: Path) -> dict[str, int]:
    """{file: data rows} by the standard library alone."""
    csv.field_size_limit(10**8)
    counts = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8-sig") as stream:
            counts[path.name] = max(0, sum(1 for row in csv.reader(stream) if row) - 1)
    return counts


@cache
def judges(version: str) -> dict[str, Draft202012Validator]:
    """The official schemas of a version, formats checked."""
    folder = real(FOLDERS[version]) / "schema" / "compiled"
    return {
        kind: Draft202012Validator(json.loads((folder / f"{kind}.json").read_text()), format_checker=FormatChecker())
        for kind in ("service", "organization", "service_at_location")
    }


def judged(out: Path, version: str, every: int = 1) -> int:
    """Export to `out` and judge every nth record; fails on the first error. Returns how many were judged."""
    export_package(out, form="hsds-json", version=version)
    count = 0
    for kind, judge in judges(version).items():
        for path in sorted((out / kind).glob("*.json"))[::every]:
            errors = [e.message for e in judge.iter_errors(json.loads(path.read_text()))]
            assert errors == [], path.name
            count += 1
    return count


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """package(services=[[...]], ...): a folder of CSV files, over a small sound one."""

    def write(**sheets: Iterable[list[str]]) -> Path:
        folder = tmp_path / "package"
        folder.mkdir(exist_ok=True)
        for name, rows in {**SMALL, **sheets}.items():
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows(rows)
        return folder

    return write
