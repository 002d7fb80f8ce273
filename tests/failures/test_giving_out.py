"""A computer that gives out: one clear sentence, nothing half written, nothing lost, and on again when it is mended."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.backup.conftest import FIXTURES, lay_out, waystation
from tests.web.test_updating import digest
from tools.fixture import run as call

TOLD = json.loads((FIXTURES / "v0_2.json").read_text())


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A data folder on a disk of its own, of 24 MB and 300 files. Only root can mount one."""
    home = tmp_path / "home"
    home.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=24m,nr_inodes=300,mode=700", "tmpfs", str(home)]
    done = subprocess.run(words, capture_output=True, text=True, check=False) if os.geteuid() == 0 else None
    if done is None or done.returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        _furnish(home)
        yield home
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(home)], check=False)
        subprocess.run(["umount", "-l", str(home)], check=False)


def _furnish(home: Path) -> None:
    lay_out(home)
    _set_clock(home)
    (home / "static").mkdir()


def happened(home: Path, way: str) -> Any:
    return json.loads(call(home, "tests.failures.acting:main", way, TOLD["passphrase"], TOLD["totp"]))


@pytest.mark.parametrize(
    ("way", "says"),
    [("full", "disk is full"), ("no_inodes", ""), ("read_only", "cannot write to its data folder")],
)
def test_when_the_disk_gives_out_nothing_is_half_written_and_work_goes_on_after(
    small: Path, way: str, says: str
) -> None:
    told = happened(small, way)
    assert (told["before"], told["after"]) == (302, 302)
    assert told["failed"] == 503 or (way == "no_inodes" and told["failed"] == 302), told["answers"]
    assert says in told["page"]
    assert "Traceback" not in told["page"]
    assert told["kept"] == told["acknowledged"]
    assert told["journals"] == [[] for _ in told["journals"]]


def test_without_memory_a_sign_in_is_refused_in_words_and_the_server_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lay_out(home)
    _set_clock(home)
    told = happened(home, "memory")
    assert told["failed"] == 503, told
    assert "short of memory" in told["page"]
    assert told["after"] == 302
    assert told["journals"] == [[] for _ in told["journals"]]


def _set_clock(home: Path) -> None:
    (home / "clock").write_text(f"{TOLD['at'] + 60 - time.time():.0f}\n")


def fill(home: Path, leave: int = 400_000) -> None:
    free = os.statvfs(home)
    (home / "filler").write_bytes(bytes(free.f_bavail * free.f_frsize - leave))


def test_a_full_disk_stops_a_backup_and_an_update_in_one_sentence(small: Path) -> None:
    fill(small)
    before = digest(small)
    with pytest.raises(RuntimeError, match=r"no room left|disk is full|could not be copied"):
        call(small, "builtins:print")
    assert digest(small) == before
    assert [path.name for path in small.iterdir() if "updating" in path.name] == []
    (small / "filler").unlink()
    call(small, "builtins:print")
    code = waystation(small, "backup", "--new-code")
    assert code.returncode == 0, code.stderr
    fill(small)
    done = waystation(small, "backup")
    assert (done.returncode, "no room left" in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
    assert list((small / "backups").glob("*.wsb")) + list((small / "backups").glob(".*part")) == []
    assert list(small.glob(".backup-copy-*")) == []
