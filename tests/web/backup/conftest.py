"""A house: a populated data folder on SQLite, brought up to date, with a backup key; and the command line on it."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import prepared

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def lay_out(home: Path, name: str = "v0_2") -> None:
    """The installation of a released version, as it left it."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "waystation.sqlite3").write_bytes(gzip.decompress((FIXTURES / f"{name}.sqlite3.gz").read_bytes()))
    with tarfile.open(FIXTURES / f"{name}.home.tar.gz") as archive:
        archive.extractall(home, filter="data")


def lay_out_updated(home: Path, name: str = "v0_2") -> None:
    """The same, as this version has brought it up to date."""
    prepared.lay_updated(home, name, lay_out)


def waystation(home: Path, *words: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run one verb on a data folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION_", "DATABASE_"))}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "waystation.cli", *words], env=clean | {"WAYSTATION_HOME": str(home)} | more,
        capture_output=True, text=True, input=said, timeout=120, check=False,
    )  # fmt: skip


@dataclass
class House:
    """A data folder and the printed backup code of it."""

    home: Path
    code: str

    def run(self, *words: str, said: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return waystation(self.home, *words, said=self.code + "\n" if said is None else said, **more)

    def backup(self) -> Path:
        """Make a backup; returns its file."""
        done = self.run("backup", "--json")
        assert done.returncode == 0, done.stderr
        return Path(json.loads(done.stdout)["file"])

    def told(self, *words: str) -> Any:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def _first(tmp_path_factory: pytest.TempPathFactory) -> House:
    home = tmp_path_factory.mktemp("house") / "home"
    lay_out_updated(home)
    done = waystation(home, "backup", "--new-code")
    assert done.returncode == 0, done.stderr
    return House(home, done.stdout.strip())


@pytest.fixture
def house(_first: House, tmp_path: Path) -> House:
    shutil.copytree(_first.home, tmp_path / "home")
    return House(tmp_path / "home", _first.code)


@pytest.fixture(scope="session")
def _made(_first: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made") / "home"
    shutil.copytree(_first.home, home)
    return House(home, _first.code).backup()


@pytest.fixture
def made(_made: Path, tmp_path: Path) -> Path:
    """A backup of the house, to do with what one likes."""
    return Path(shutil.copy(_made, tmp_path / _made.name))
