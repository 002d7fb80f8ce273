"""Set-up on a real server that is killed at random moments: nothing half is left, and it goes on from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.wide
@pytest.mark.parametrize("rounds", ["2", pytest.param("100", marks=pytest.mark.long)])
def test_a_killed_set_up_leaves_nothing_half_and_goes_on(rounds: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DATABASE_"))}
    command = [sys.executable, "benchmarks/kill_setup.py", "--rounds", rounds, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    found = json.loads(done.stdout)
    assert (found["rounds"], found["half_states"], found["wrong"]) == (int(rounds), 0, [])
