"""Backup, restore and update killed at random moments: is there ever half of something?

`python benchmarks/kill_backup.py [--rounds 100] [--only backup|restore|update] [--json]`. Each round starts the
command in a process group of its own, kills it with SIGKILL at a random moment of its usual length, and looks: a file
under a backup's name opens whole; a data folder is there and proves sound, or is not there; the tables are the old
ones or the new ones. At the end each command runs to its end over what the kills left. Exits 1 at any half state.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.web.backup.conftest import lay_out, lay_out_updated  # noqa: E402
from tools.fixture import environment  # noqa: E402
from waystation.web.backup.unpacking import unpack  # noqa: E402

BASE = "waystation.sqlite3"
CLI = [sys.executable, "-m", "waystation.cli"]
UPDATE = [
    sys.executable, "-c", "from waystation.commands import django_ready; django_ready(); "
    "from waystation.web import updating; updating.update()",
]  # fmt: skip


def digest(home: Path) -> str:
    with closing(sqlite3.connect(home / BASE)) as base:
        return hashlib.sha256("\n".join(base.iterdump()).encode()).hexdigest()


def migrations(home: Path) -> int:
    with closing(sqlite3.connect(home / BASE)) as base:
        return int(base.execute("SELECT count(*) FROM django_migrations").fetchone()[0])


def is_new(home: Path) -> bool:
    """Whether nothing is left to apply, and the pages are whole."""
    code = (
        "from django.db import connection as c; from django.db.migrations.recorder import MigrationRecorder as R; "
        "from waystation.commands import django_ready; django_ready(); from waystation.web import updating; "
        "c.ensure_connection(); print(updating.is_pending(set(R(c).applied_migrations())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), cwd=ROOT, capture_output=True, text=True, check=True
    )
    with closing(sqlite3.connect(home / BASE)) as base:
        return done.stdout.strip() == "False" and base.execute("PRAGMA quick_check").fetchall() == [("ok",)]


def start(command: list[str], home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment(home), cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def usual_length(command: list[str], home: Path) -> list[float]:
    """[seconds one whole run takes]. Raises RuntimeError when it does not go through."""
    begun = time.monotonic()
    if start(command, home).wait():
        raise RuntimeError(f"{command[3:5]} does not run")
    return [time.monotonic() - begun]


def killed(command: list[str], home: Path, length: list[float]) -> bool:
    """Start and kill at a random moment of its usual length; False when it was done before, which shortens that."""
    running, begun = start(command, home), time.monotonic()
    try:
        running.wait(random.uniform(0.2, 1.0) * length[0])
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        length[0] *= 1.02
        return True
    length[0] = time.monotonic() - begun
    return False


class Place:
    """An updated data folder with a key and a backup, to begin every round from."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.old = folder, folder / "home", folder / "old"
        lay_out(self.old)
        lay_out_updated(self.home)
        said = subprocess.run(
            [*CLI, "backup", "--new-code"], env=environment(self.home), cwd=ROOT, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        self.code = said.stdout.strip()
        (folder / "code").write_text(self.code)
        usual_length([*CLI, "backup"], self.home)
        (self.kept,) = (shutil.copy(path, folder) for path in (self.home / "backups").glob("*.wsb"))


def opens(path: Path, code: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            unpack(path, code, Path(folder))
        except Exception:
            return False
    return True


def backup_rounds(place: Place, rounds: int) -> tuple[int, int]:
    """(rounds in which it was killed at work, half states)."""
    command, hit, half = [*CLI, "backup"], 0, 0
    length = usual_length(command, place.home)
    for _ in range(rounds):
        for path in (place.home / "backups").glob("*.wsb"):
            path.unlink()
        hit += killed(command, place.home, length)
        half += sum(not opens(path, place.code) for path in (place.home / "backups").glob("*.wsb"))
    usual_length(command, place.home)
    left = [*place.home.glob(".backup-copy-*"), *(place.home / "backups").glob(".*.part")]
    return hit, half + len(left)


def restore_rounds(place: Place, rounds: int) -> tuple[int, int]:
    new = place.folder / "new"
    command = [*CLI, "restore", str(place.kept), "--home", str(new), "--code-file", str(place.folder / "code")]
    length, hit, half = usual_length(command, place.folder), 0, 0
    whole = digest(new)
    shutil.rmtree(new)
    for _ in range(rounds):
        hit += killed(command, place.folder, length)
        if new.exists():
            half += digest(new) != whole or not (new / "keys" / "journal.key").exists()
            shutil.rmtree(new)
    usual_length(command, place.folder)
    return hit, half + (digest(new) != whole) + len(list(place.folder.glob(".new.restoring")))


def update_rounds(place: Place, rounds: int) -> tuple[int, int]:
    work, hit, half = place.folder / "work", 0, 0
    before, was = digest(place.old), migrations(place.old)
    shutil.copytree(place.old, work)
    length = usual_length(UPDATE, work)
    for number in range(rounds):
        if migrations(work) != was or number % 5 == 0:  # else go on from what the last kill left
            shutil.rmtree(work)
            shutil.copytree(place.old, work)
        hit += killed(UPDATE, work, length)
        half += not (is_new(work) if migrations(work) != was else digest(work) == before)
    usual_length(UPDATE, work)
    return hit, half + (not is_new(work)) + len(list(work.glob("*.updating*")))


KINDS: dict[str, Callable[[Place, int], tuple[int, int]]] = {
    "backup": backup_rounds, "restore": restore_rounds, "update": update_rounds,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--only", choices=sorted(KINDS))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        for name in [options.only] if options.only else KINDS:
            hit, half = KINDS[name](place, options.rounds)
            found[name] = {"rounds": options.rounds, "killed_at_work": hit, "half_states": half}
            print(f"{name}: {found[name]}", file=sys.stderr)
    print(json.dumps(found) if options.json else "\n".join(f"{name:>10}  {line}" for name, line in found.items()))
    sys.exit(1 if any(line["half_states"] for line in found.values()) else 0)


if __name__ == "__main__":
    main()
