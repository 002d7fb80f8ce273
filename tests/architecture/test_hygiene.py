"""What must not be in the tree: registry addresses, machine paths, unfinished marks, forbidden words."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / n for n in names if n and (ROOT / n).is_file()]


def grep(
    pattern: str, *, suffixes: frozenset[str] = frozenset(), below: str = "", skip: frozenset[str] = frozenset()
) -> list[str]:
    found = []
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if not name.startswith(below) or name in skip or (suffixes and path.suffix not in suffixes):
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{name}:{n}" for n, line in enumerate(text.splitlines(), 1) if re.search(pattern, line)]
    return found


def test_locks_hold_hashes_and_no_registry_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"^--(extra-)?index-url|^--find-links|https?://", text, re.M)
    assert not (ROOT / "uv.lock").exists()


def test_no_path_of_a_machine_is_committed() -> None:
    assert grep(r"/(work|root|home)/[a-z]", skip=frozenset({"tests/architecture/test_hygiene.py", "LICENSE"})) == []


def test_nothing_is_left_for_later_in_the_source() -> None:
    marks = r"\b(TODO|FIXME|XXX)\b|raise NotImplemented|pragma: no cover"
    assert grep(marks, suffixes=frozenset({".py", ".html"}), below="src/") == []


def test_no_text_says_what_we_never_say() -> None:
    words = r"(?i)\brescu(e|ed|ing)\b|not a victim|\bno es (una )?v[ií]ctima\b"
    assert grep(words, suffixes=frozenset({".html", ".toml", ".po"}), below="src/") == []
