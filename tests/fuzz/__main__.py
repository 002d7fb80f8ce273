"""`python -m tests.fuzz NAME [atheris options]`, `python -m tests.fuzz --list`.

`make long` runs every name; a crash leaves the input in the working folder and a non-zero exit code.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["waystation"]):
    from tests.fuzz.registry import TARGETS


def main() -> int:
    """Run one target under libFuzzer, with its valid inputs as the corpus to start from."""
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    if "--list" in sys.argv or len(names) != 1 or names[0] not in TARGETS:
        print("\n".join(sorted(TARGETS)))
        return 0 if "--list" in sys.argv else 2
    target = TARGETS[names[0]]
    corpus = Path(tempfile.mkdtemp(prefix="waystation-fuzz-"))
    for number, seed in enumerate(target.seeds()):
        (corpus / str(number)).write_bytes(seed)
    options = [word for word in sys.argv[1:] if word.startswith("-")]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.once)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
