"""Tables made ready once: every database of a test run is a copy of what the migrations make of an empty one.

On SQLite a file under var/prepared, made anew when anything it is made of is another one. On the
PostgreSQL server that tools/on_postgres.py starts for a run, a database beside the others, gone with the server.

    lay_tables(home)  # a data folder that `waystation start` would have left before anybody founded an agency
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "prepared"
BASE = "waystation.sqlite3"
KEPT = 86_400
"""Seconds that what another version made is kept: a run of it may still go on."""
MODEL = "waystation_prepared"
"""The database on PostgreSQL."""
ALONE = "WAYSTATION_TESTS_ALONE"
"""Set where the PostgreSQL server lives for this run only: nothing of ours may stay on another one."""
_MAKING = "from waystation.commands import django_ready; django_ready(); from waystation.web import updating; "
_MAKING += "updating.update()"


@cache
def tables() -> Path:
    """The file of SQLite, made by the migrations when there is none of this version."""
    return _folder("empty", lambda home: _make(home, "")) / BASE


def lay_tables(home: Path) -> None:
    """Put the tables into an empty data folder."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(tables(), home / BASE)
    (home / BASE).chmod(0o600)


def lay_updated(home: Path, name: str, lay_out: Callable[[Path, str], None]) -> None:
    """Put the installation of a released version into a folder that is not there, brought up to date by this one.

    `lay_out` puts it there as that version left it.
    """

    def make(made: Path) -> None:
        lay_out(made, name)
        _make(made, "", WAYSTATION_STRETCH_MEMORY_KIB="8", WAYSTATION_STRETCH_TIME="1")
        shutil.rmtree(made / "backups", ignore_errors=True)  # the copy of before

    shutil.copytree(_folder(name, make), home, dirs_exist_ok=True)
    home.chmod(0o700)


def lay_in_memory(name: str) -> sqlite3.Connection:
    """Put the tables into a shared database in memory, which lives as long as what is returned."""
    kept = sqlite3.connect(name, uri=True)
    with sqlite3.connect(tables()) as source:
        source.backup(kept)
    source.close()
    return kept


def model(address: str) -> str:
    """The name of the database to copy on PostgreSQL; "" where none may be left. `address` is any on that server."""
    if not os.environ.get(ALONE):
        return ""
    import psycopg

    server = urlunsplit(urlsplit(address)._replace(path="/postgres"))
    with _turn(Path(os.environ[ALONE]) / "prepared-lock"), psycopg.connect(server, autocommit=True) as line:
        if line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [MODEL]).fetchone() is None:
            line.execute(f"CREATE DATABASE {MODEL}_half")
            with tempfile.TemporaryDirectory() as home:
                _make(Path(home), urlunsplit(urlsplit(address)._replace(path=f"/{MODEL}_half")))
            line.execute(f"ALTER DATABASE {MODEL}_half RENAME TO {MODEL}")
    return MODEL


def _folder(name: str, make: Callable[[Path], None]) -> Path:
    """A data folder that `make` filled, now or in an earlier run of this version."""
    target = FOLDER / _version() / name
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _turn(FOLDER / "lock"):
        for other in FOLDER.iterdir():
            if other.is_dir() and other != target.parent and other.stat().st_mtime < time.time() - KEPT:
                shutil.rmtree(other)
        if not target.exists():
            with tempfile.TemporaryDirectory() as folder:
                make(Path(folder) / "home")
                shutil.copytree(Path(folder) / "home", target.with_suffix(".half"), dirs_exist_ok=True)
            target.with_suffix(".half").rename(target)
        os.utime(target.parent)  # in use: nobody clears it away meanwhile
    return target


def _make(home: Path, address: str, **more: str) -> None:
    home.mkdir(mode=0o700, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DJANGO_"))}
    own = {"WAYSTATION_HOME": str(home), "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "waystation.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", _MAKING], env=kept | own | more | {"PYTHONPATH": str(ROOT / "src")}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


@cache
def _version() -> str:
    """Of everything that makes tables or their first rows, and of what lays out an older installation."""
    told = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for package in ("Django", "django-allauth"):
        told.update(f"{package} {version(package)}\n".encode())
    for path in sorted(_sources()):
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:24]


def _sources() -> Iterator[Path]:
    for kind in ("*.py", "*.toml"):
        yield from (ROOT / "src").rglob(kind)
    yield from (ROOT / "tests" / "fixtures").glob("*.gz")
    yield from (Path(__file__).resolve(), ROOT / "tests" / "web" / "backup" / "conftest.py")


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """One process after another."""
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
