"""From a file and the printed code to a data folder, or to the proof that it could be one.

Everything happens in a folder beside the wanted one, which appears under its name only when it is whole and proved:
whatever is killed on the way, there is the whole data folder or none. Needs no Django in this process.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from waystation.web.backup import places
from waystation.web.backup.errors import BackupError
from waystation.web.backup.unpacking import Unpacked, unpack


def restore(path: Path, code: str, home: Path) -> dict[str, Any]:
    """Make the data folder `home` from a backup. Returns {home, made, rows, events, seconds}. Raises BackupError."""
    started = time.monotonic()
    if home.is_symlink() or (home.exists() and (not home.is_dir() or any(home.iterdir()))):
        raise BackupError("not_empty", home)
    home.parent.mkdir(parents=True, exist_ok=True)
    with _folder_beside(home) as folder:
        unpacked = unpack(path, code, folder)
        url = _database_for(unpacked, path, os.environ.get("DATABASE_URL", ""))
        proved = _prove(folder, unpacked, "load" if url else "file", url, path)
        _raise_problems(unpacked, proved, path)
        shutil.rmtree(folder / "tables", ignore_errors=True)
        for made in folder.rglob("*"):
            if made.is_dir():
                places.sync_folder(made)
        places.sync_folder(folder)
        os.rename(folder, home)
        places.sync_folder(home.parent)
    if url:
        _run(home, url, "from waystation.web.backup.loading import finish; finish()")
    return {
        "home": str(home), "made": unpacked.mark["made"], "rows": proved["rows"], "events": proved["events"],
        "seconds": round(time.monotonic() - started, 2),
    }  # fmt: skip


def drill(path: Path, code: str, home: Path, at: dt.datetime, url: str = "") -> dict[str, Any]:
    """Restore beside the running installation and throw it away again. Returns the report, unsigned.

    `url` is the address of the installation's database (empty or a SQLite file's: no server is asked).

    Raises BackupError for another installation's file, a wrong code, a damaged file; what was opened but is not equal
    to its mark is a report with `good` false.
    """
    started = time.monotonic()
    mine = places.read_key(home)
    if mine is not None and places.read_header(path).key.installation != mine.installation:
        raise BackupError("other_house", path)
    with places.one_at_a_time(home):
        for left in home.glob(".drill-*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=".drill-", dir=home) as name:
            folder = Path(name)
            unpacked = unpack(path, code, folder)
            url = _database_for(unpacked, path, url)
            proved = _prove(folder, unpacked, "drill" if url else "file", url, path)
    problems = list(proved["problems"]) + ([] if unpacked.canary else ["the canary did not open"])
    return {
        "at": at.isoformat(), "file": path.name, "made": unpacked.mark["made"], "good": not problems,
        "problems": problems, "rows": proved["rows"], "events": proved["events"], "canary": unpacked.canary,
        "seconds": round(time.monotonic() - started, 2),
    }  # fmt: skip


@contextmanager
def _folder_beside(home: Path) -> Iterator[Path]:
    """An empty folder of the same file system, held by a lock; what an earlier, killed restore left is taken away."""
    folder = home.parent / f".{home.name}.restoring"
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _empty(folder)
        yield folder
    except BlockingIOError:
        raise BackupError("busy") from None
    except OSError as problem:
        raise BackupError.of(problem, problem.filename or folder) from None
    finally:
        os.close(descriptor)
        shutil.rmtree(folder, ignore_errors=True)


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def _database_for(unpacked: Unpacked, path: Path, url: str) -> str:
    """The address of PostgreSQL for a backup of it, "" for SQLite. Raises BackupError when the two do not fit."""
    wants_server = unpacked.mark["vendor"] != "sqlite"
    if wants_server != url.startswith("postgres"):
        raise BackupError("other_base", path, held="PostgreSQL" if wants_server else "SQLite")
    return url if wants_server else ""


def _prove(folder: Path, unpacked: Unpacked, way: str, url: str, path: Path) -> dict[str, Any]:
    done = _run(folder, url, "-m", "waystation.web.backup.proving", way, said=json.dumps(unpacked.mark))
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise BackupError("unproved", path, detail="the check of it stopped") from None
    return dict(found)


def _run(home: Path, url: str, *command: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """A Python process of its own on a data folder; one sentence alone is a script that sets Django up first."""
    script = ("-c", f"import django; django.setup(); {command[0]}") if len(command) == 1 else command
    environment = {
        **os.environ, "WAYSTATION_HOME": str(home), "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "waystation.web.settings",
    }  # fmt: skip
    return subprocess.run(  # noqa: S603 (this interpreter, our own module)
        [sys.executable, *script], env=environment, input=said, capture_output=True, text=True, check=False
    )


def _raise_problems(unpacked: Unpacked, proved: dict[str, Any], path: Path) -> None:
    problems = list(proved["problems"]) + ([] if unpacked.canary else ["the canary did not open"])
    if problems:
        raise BackupError("unproved", path, detail="; ".join(problems[:3]))
