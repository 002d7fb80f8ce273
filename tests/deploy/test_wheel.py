"""What the wheel carries: our package, and nothing of where it was made."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[2]
ENDINGS = {".sqlite3", ".db", ".key", ".pem", ".log", ".env", ".bak", ".orig", ".pyc"}


def test_the_wheel_holds_no_history_no_tests_and_no_data_of_a_run() -> None:
    names = [Path(found.distribution_path) for found in WheelBuilder(str(ROOT)).recurse_included_files()]
    assert len(names) > 500
    assert {name.parts[0] for name in names} == {"waystation"}
    hidden = [str(name) for name in names if any(part.startswith(".") for part in name.parts)]
    assert hidden == []
    assert [str(name) for name in names if name.suffix in ENDINGS] == []
