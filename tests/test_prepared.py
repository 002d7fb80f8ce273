"""What was prepared for tests is made anew when it would be another, and stays while a run uses it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests import prepared


def test_all_that_makes_an_installation_is_part_of_its_version() -> None:
    told = {str(path.relative_to(prepared.ROOT)) for path in prepared._sources()}
    assert {
        "src/waystation/web/updating.py", "src/waystation/web/help/words.toml", "tests/prepared.py",
        "tests/fixtures/v0_2.sqlite3.gz", "tests/fixtures/v0_2.home.tar.gz", "tests/web/backup/conftest.py",
    } <= told  # fmt: skip


def test_a_prepared_folder_in_use_outlives_other_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "FOLDER", tmp_path)
    versions = ["first"]
    monkeypatch.setattr(prepared, "_version", lambda: versions[0])
    used = prepared._folder("made", lambda home: home.mkdir())
    long_ago = time.time() - 2 * prepared.KEPT
    os.utime(used.parent, (long_ago, long_ago))
    assert prepared._folder("made", lambda home: home.mkdir()) == used
    versions[0] = "second"
    prepared._folder("made", lambda home: home.mkdir())
    assert used.is_dir()
    os.utime(used.parent, (long_ago, long_ago))
    prepared._folder("made", lambda home: home.mkdir())
    assert not used.exists()
