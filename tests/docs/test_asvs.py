"""The table of OWASP ASVS 5.0 is complete, and each test or file that it names is there."""

from __future__ import annotations

import ast
import csv
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATES = {"shown", "decided", "open", "not here"}


def items() -> list[dict[str, str]]:
    with (ROOT / "docs" / "reference" / "asvs.csv").open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def standard() -> dict[str, str]:
    """Level by id, of the standard itself."""
    lines = (ROOT / "tests" / "docs" / "asvs_5_0_0.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


@cache
def functions_of(name: str) -> frozenset[str]:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_the_standards_list_is_whole() -> None:
    assert Counter(standard().values()) == {"1": 70, "2": 183, "3": 92}


def test_every_item_of_levels_1_and_2_has_exactly_one_line() -> None:
    wanted = {name: level for name, level in standard().items() if level in {"1", "2"}}
    assert [name for name, count in Counter(item["id"] for item in items()).items() if count > 1] == []
    assert {item["id"]: item["level"] for item in items()} == wanted


def test_every_item_that_is_met_names_what_shows_it() -> None:
    kept = set(subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())
    missing = []
    for item in items():
        names = item["evidence"].split() if item["state"] == "shown" else []
        assert names or item["state"] != "shown", item
        for name in names:
            path, _, test = name.partition("::")
            if path not in kept or (test and test not in functions_of(path)):
                missing.append(f"{item['id']}: {name}")
    assert missing == []


def test_every_item_that_is_not_met_says_why() -> None:
    for item in items():
        assert item["state"] in STATES, item
        assert item["about"], item
        if item["state"] != "shown":
            assert item["evidence"].endswith("."), item
            assert len(item["evidence"]) >= 12, item
            assert (item["state"] == "decided") == ("ecided" in item["evidence"]), item
