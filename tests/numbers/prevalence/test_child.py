"""The process that computes, at its limits: it ends with what it has, and always leaves something sealed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from waystation.core.vault.keys import exchange_public, new_key, open_sealed
from waystation.numbers.prevalence import child


def told_by(program: str, *words: str, asked: str = "") -> str:
    """What a process of its own prints: limits and signals are not for the process of the tests."""
    done = subprocess.run([sys.executable, "-c", program, *words], input=asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


SIGNALLED = """
import signal
from waystation.numbers.prevalence import child
child._bound(600)
try:
    signal.raise_signal(signal.SIGXCPU)
except KeyboardInterrupt:
    signal.raise_signal(signal.SIGXCPU)
    print("once")
"""


def test_a_run_at_its_limit_is_interrupted_once() -> None:
    assert told_by(SIGNALLED) == "once\n"


INTERRUPTED = """
import signal, sys
from pathlib import Path
from waystation.numbers.prevalence import child
child._panel = lambda *asked: signal.raise_signal(signal.SIGXCPU)
child.main(Path(sys.argv[1]), sys.argv[2], 0)
signal.raise_signal(signal.SIGXCPU)
"""


def test_a_run_interrupted_outside_of_the_panel_leaves_a_result(tmp_path: Path) -> None:
    run, key = uuid4(), new_key()
    asked = {"task": "panel", "seconds": 600, "public": exchange_public(key).hex()}
    told_by(INTERRUPTED, str(tmp_path), run.hex, asked=json.dumps(asked))
    left = open_sealed(key, (tmp_path / f"{run.hex}.sealed").read_bytes(), child.LABEL + run.bytes)
    assert json.loads(left) == {"error": "KeyboardInterrupt"}


GREEDY = """
import sys
from pathlib import Path
from waystation.numbers.prevalence import child
def greedy(*asked):
    import numpy
    numpy.ones(1 << 20)
    numpy.ones(1 << 29)
child._panel = greedy
child.main(Path(sys.argv[1]), sys.argv[2], 0)
"""


def test_a_run_that_asks_for_too_much_memory_leaves_a_result(tmp_path: Path) -> None:
    run, key = uuid4(), new_key()
    asked = {"task": "panel", "seconds": 600, "public": exchange_public(key).hex()}
    told_by(GREEDY, str(tmp_path), run.hex, asked=json.dumps(asked))
    left = open_sealed(key, (tmp_path / f"{run.hex}.sealed").read_bytes(), child.LABEL + run.bytes)
    assert "MemoryError" in json.loads(left)["error"]
