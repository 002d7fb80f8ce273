"""Short runs of the benchmarks: no acknowledged write is missing from a copy, and a kill leaves nothing half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.wide
ROOT = Path(__file__).resolve().parents[3]


def run(script: str, *words: str) -> Any:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, f"benchmarks/{script}", *words, "--json"], cwd=ROOT, env=clean, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    return json.loads(done.stdout)


def test_a_copy_under_writes_misses_nothing_that_was_acknowledged() -> None:
    found = run("backup.py", "--megabytes", "3")
    assert found["acknowledged_before_the_copy"] > 0
    assert (found["missing"], found["drill_good"]) == (0, True)
    assert found["peak_memory_mb"] < 250


@pytest.mark.parametrize("rounds", ["1", pytest.param("100", marks=pytest.mark.long)])
def test_killed_at_random_there_is_all_or_nothing(rounds: str) -> None:
    found = run("kill_backup.py", "--rounds", rounds)
    assert {name: line["half_states"] for name, line in found.items()} == {"backup": 0, "restore": 0, "update": 0}
