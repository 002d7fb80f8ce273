"""A burst of tips on a server that is killed: every acknowledged one is there, and none twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.wide
@pytest.mark.parametrize(
    ("tips", "seconds"), [("60", "2"), pytest.param("500", "10", marks=pytest.mark.long)]
)  # fmt: skip
def test_a_killed_server_loses_no_acknowledged_tip_and_keeps_none_twice(tips: str, seconds: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DATABASE_"))}
    command = [sys.executable, "benchmarks/kill_tips.py", "--tips", tips, "--seconds", seconds, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    found = json.loads(done.stdout)
    assert (found["lost"], found["twice"], found["stored"]) == (0, 0, int(tips))
