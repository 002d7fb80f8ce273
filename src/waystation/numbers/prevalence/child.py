"""The process that computes: reads what is asked from its pipe, writes progress, and leaves the result sealed.

It holds no key that opens anything. Started by `spool` as `python -m ...child FOLDER RUN LOCK`.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from waystation.core.vault.keys import seal_to

LABEL = b"estimate-result/1"
POPULATIONS = 60
"""Of each kind: enough to tell 95 of 100 from 80 of 100."""

MEMORY = 5 << 29
"""Bytes of addresses: 2 GiB beyond the half that NumPy takes on a server of many cores."""


class Teller:
    """Writes progress into the locked file, and hears whether somebody asked to stop."""

    def __init__(self, folder: Path, run: str, lock: int, steps: int) -> None:
        self.lock, self.steps, self.begun = lock, steps, 0
        self.stop, self.step = folder / f"{run}.stop", ""

    def __call__(self, step: str, done: int, of: int) -> None:
        """Raises KeyboardInterrupt when the run is to end with what it has."""
        if self.stop.exists():
            raise KeyboardInterrupt
        if step != self.step:
            self.step, self.begun = step, self.begun + 1
        share = 100 * (self.begun - 1) + (100 * done // of if of else 0)
        text = json.dumps({"step": step, "done": min(share, 100 * self.steps), "of": 100 * self.steps})
        os.pwrite(self.lock, text.ljust(120).encode(), 0)


def main(folder: Path, run: str, lock: int) -> None:
    """Compute and leave `RUN.sealed`; nothing at all when it is killed."""
    asked = json.loads(sys.stdin.buffer.read())
    _bound(int(asked["seconds"]))
    try:
        found = (_trial if asked["task"] == "coverage" else _panel)(asked, folder, run, lock)
    except (Exception, KeyboardInterrupt) as problem:  # said on the page: the server has no other ear
        found = {"error": type(problem).__name__}
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    sealed = seal_to(bytes.fromhex(asked["public"]), json.dumps(found).encode(), LABEL + bytes.fromhex(run))
    waiting = folder / f"{run}.waiting"
    waiting.write_bytes(sealed)
    waiting.replace(folder / f"{run}.sealed")


def _panel(asked: dict[str, Any], folder: Path, run: str, lock: int) -> dict[str, Any]:
    from waystation.core import prevalence
    from waystation.numbers.prevalence import selfreported
    from waystation.numbers.prevalence.shapes import Sheet

    sheet, replicates, seed = Sheet.of(asked["sheet"]), int(asked["replicates"]), int(asked["seed"])
    teller = Teller(folder, run, lock, steps=8)
    made = prevalence.panel(
        sheet.table(), replicates=replicates, seed=seed, stated=sheet.told.stated(), progress=teller
    )  # fmt: skip
    found = selfreported.lowered(made, sheet)
    told = found.to_dict()
    if sheet.said is not None:
        told["self_reported"] = selfreported.ends(sheet, replicates, seed)
    return {"found": told, "report": prevalence.report(found)}


def _trial(asked: dict[str, Any], folder: Path, run: str, lock: int) -> dict[str, Any]:
    """How the stepwise method does on invented populations like this one."""
    from waystation.core import prevalence
    from waystation.numbers.prevalence.shapes import Sheet

    sheet = Sheet.of(asked["sheet"])
    found = prevalence.coverage(
        sheet.table(), replicates=int(asked["replicates"]), seed=int(asked["seed"]),
        linkage_error=sheet.told.stated().linkage_error, populations=POPULATIONS,
        progress=Teller(folder, run, lock, steps=1),
    )  # fmt: skip
    return {"found": found.to_dict()}


def _bound(seconds: int) -> None:
    """A lower priority than the server's, and an end: after so much CPU it is interrupted, later it is killed.

    Beyond its memory it gets none, and says so as its result.
    """
    os.nice(10)
    signal.signal(signal.SIGXCPU, _interrupt)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 120))
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MEMORY if allowed == resource.RLIM_INFINITY else min(MEMORY, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _interrupt(number: int, _frame: object) -> None:
    """Once: the system says it again each second, while the run writes down what it has."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
