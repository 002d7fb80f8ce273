"""How often a range holds the known size of invented populations, and how honest the verdict is.

    python benchmarks/prevalence_honesty.py [--populations N] [--scenes 0 1 ...] [--log FILE]

Each population is written to FILE as a line when it is done, and is not done again when the same command is given once
more; what is there by then is told, with how many. Nobody states anything of the links between the lists.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded

import numpy as np
from prevalence_scenes import BROKEN, LIKE_UK, PLAIN

from waystation.core.prevalence import Table, panel
from waystation.core.prevalence.calibrating import POPULATIONS
from waystation.core.prevalence.engines import FAST, NUMPY
from waystation.core.prevalence.estimators import METHODS
from waystation.core.prevalence.panel import LEVEL, SEED, estimate_of
from waystation.core.prevalence.simulate import Scenario

REPLICATES = 1000
SCENES = (*PLAIN, LIKE_UK, *BROKEN)


def judged(scene: Scenario, counts: np.ndarray) -> dict[str, Any]:
    """What a panel says of one population, and the range that was not calibrated."""
    table = Table(tuple("ABCDEF"[: len(scene.chances)]), counts)
    engine = FAST if find_spec("numba") else NUMPY
    found = panel(table, replicates=REPLICATES, engine=engine, calibrate=POPULATIONS)
    row = next(each for each in found.estimates if each.method == "stepwise")
    plain = estimate_of(METHODS["stepwise"](table, engine), table, REPLICATES, SEED, LEVEL)
    return {
        "ends": [row.lo, row.hi], "plain": [plain.lo, plain.hi], "word": found.verdict.word.value,
        "reasons": found.verdict.reasons, "two": table.on_two_or_more, "notes": row.notes, "error": row.mc_error,
    }  # fmt: skip


def run(scene: Scenario, populations: int, done: dict[int, dict[str, Any]], log: Path | None) -> None:
    """Fill `done` up to so many populations."""
    for at, counts in enumerate(scene.draw(populations, 11)):
        if at in done:
            continue
        done[at] = {"scene": scene.name, "at": at} | judged(scene, counts)
        if log:
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(done[at]) + "\n")


def tell(scene: Scenario, rows: Iterable[dict[str, Any]]) -> None:
    """Print full counts."""
    found = list(rows)
    if not found:
        print(f"{scene.name}: none done", flush=True)
        return
    held, bare = (sum(row[ends][0] <= scene.size <= row[ends][1] for row in found) for ends in ("ends", "plain"))
    wide = np.median([(row["ends"][1] - row["ends"][0]) / (row["plain"][1] - row["plain"][0]) for row in found])
    words = ", ".join(f"{word} {count}" for word, count in Counter(row["word"] for row in found).most_common())
    enough = [row for row in found if row["two"] >= 100]
    usable = sum(row["word"] == "usable range" for row in enough)
    failed = sum(any("could not be done" in note for note in row["notes"]) for row in found)
    right = sum(
        row["ends"][0] <= scene.size <= row["ends"][1] for row in found if row["word"] == "usable range"
    )  # fmt: skip
    print(
        f"{scene.name}: {len(found)} populations; range holds the truth in {held} ({held / len(found):.1%}), plain BCa"
        f" {bare} ({bare / len(found):.1%}); median width {wide:.2f} of plain; {words},"
        f" {right} of the usable ones hold it; with 100 or more on two lists"
        f" {usable} of {len(enough)} usable; calibration not done in {failed}",
        flush=True,
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--populations", type=int, default=40)
    parser.add_argument("--scenes", type=int, nargs="+", default=range(len(SCENES)), help="which of the nine kinds")
    parser.add_argument("--log", type=Path, help="a file of what is done, to go on from")
    parser.add_argument("--tell", action="store_true", help="only print what the log holds")
    said = parser.parse_args()
    for scene in (SCENES[at] for at in said.scenes):
        before = said.log.read_text(encoding="utf-8").splitlines() if said.log and said.log.exists() else []
        rows = (json.loads(line) for line in before)
        done = {row["at"]: row for row in rows if row["scene"] == scene.name and row["at"] < said.populations}
        if not said.tell:
            run(scene, said.populations, done, said.log)
        tell(scene, done.values())


if __name__ == "__main__":
    main()
