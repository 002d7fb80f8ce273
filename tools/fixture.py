"""Build the small populated installation that later versions must open: `python tools/fixture.py v0_2`.

Writes tests/fixtures/NAME.sqlite3.gz, NAME.home.tar.gz (keys and witness) and NAME.json (passphrase, the clock, what
must be read). Run it once for a release, before its tag; a fixture of a released version is never built again.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests" / "fixtures"
FOLDERS = ("keys", "witness")


def environment(home: Path) -> dict[str, str]:
    """The environment of a process on a data folder: SQLite in it, the cheap stretching of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DJANGO_"))}
    own = {"WAYSTATION_HOME": str(home), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return kept | own | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}


def run(home: Path, function: str, *words: str) -> str:
    """Call "package.module:function" on a data folder; returns what it printed. Raises RuntimeError."""
    module, name = function.split(":")
    code = (
        "import sys; from waystation.commands import django_ready; django_ready(); "
        "from waystation.web import updating; updating.update(); "
        f"import {module} as m; m.{name}(*sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{function} failed:\n{done.stderr[-4000:]}")
    return done.stdout


def build(name: str) -> None:
    """Populate a fresh installation, read it once, and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        said = json.loads(run(home, "tests.fixtures.populating:main"))
        packed = _packed(home)
        kept = _archive(home)
        said |= {"at": time.time(), "opened": json.loads(run(home, "tests.fixtures.opening:main", json.dumps(said)))}
    (TARGET / f"{name}.sqlite3.gz").write_bytes(gzip.compress(packed, mtime=0))
    (TARGET / f"{name}.home.tar.gz").write_bytes(kept)
    (TARGET / f"{name}.json").write_text(json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def _packed(home: Path) -> bytes:
    """The database in one file, without free pages."""
    source, copy = sqlite3.connect(home / "waystation.sqlite3"), home / "packed"
    source.execute("VACUUM INTO ?", [str(copy)])
    source.close()
    return copy.read_bytes()


def _archive(home: Path) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for folder in FOLDERS:
            archive.add(home / folder, arcname=folder)
    return target.getvalue()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python tools/fixture.py NAME, such as v0_2")
    build(sys.argv[1])
