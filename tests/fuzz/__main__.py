"""`python -m tests.fuzz NAME [libFuzzer options]`, `--list`, or `--all [--seconds N]` for every target in turn.

A crash leaves the input in the working folder and a non-zero exit code. More than 1 s of processor time on one input
counts as a crash, as do more than 200 MB in one piece and 30 s by the clock. The clock alone says nothing where other
work runs beside it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["waystation"]):
    from tests.fuzz.registry import TARGETS

SLOW = 1.0
"""Seconds of processor time that one input may take."""
LIMITS = ["-timeout=30", "-rss_limit_mb=700", "-malloc_limit_mb=200", "-print_final_stats=1"]


def main() -> int:
    """Read the words of the command line and run one target, or each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the decoders with atheris.")
    parser.add_argument("name", nargs="?", choices=sorted(TARGETS), metavar="NAME", help="one target")
    parser.add_argument("--list", action="store_true", help="print the names of the targets")
    parser.add_argument("--all", action="store_true", help="run every target, one after the other")
    parser.add_argument("--seconds", type=int, default=60, help="how long each target runs under --all")
    said, options = parser.parse_known_args()
    if said.all:
        return run_all(said.seconds)
    if said.name:
        return run_one(said.name, options)
    print("\n".join(sorted(TARGETS)))
    return 0 if said.list else 2


def run_one(name: str, options: list[str]) -> int:
    """Run one target under libFuzzer, from its valid inputs; libFuzzer ends the process itself."""
    target = TARGETS[name]
    corpus = Path(tempfile.mkdtemp(prefix="waystation-fuzz-"))
    for number, seed in enumerate(target.seeds()):
        (corpus / str(number)).write_bytes(seed)

    def feed(data: bytes) -> None:
        begun = time.process_time()
        target.once(data)
        if (spent := time.process_time() - begun) > SLOW:
            raise RuntimeError(f"one input took {spent:.2f} s of processor time")

    atheris.Setup([sys.argv[0], *LIMITS, *options, str(corpus)], feed)
    atheris.Fuzz()
    return 0


def run_all(seconds: int) -> int:
    """Run each target for some seconds; returns the number of targets that failed, at most 99."""
    failed = []
    for name in sorted(TARGETS):
        command = [sys.executable, "-m", "tests.fuzz", name, f"-max_total_time={seconds}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        print(f"{name}: {'failed' if done.returncode else 'passed'} {runs[-1].split()[-1] if runs else '?'} inputs")
        if done.returncode:
            print(done.stderr[-4000:], file=sys.stderr)
            failed.append(name)
    return min(len(failed), 99)


if __name__ == "__main__":
    sys.exit(main())
