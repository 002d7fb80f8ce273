"""What is known about backups and drills of this installation."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from waystation.core.vault import backup
from waystation.core.vault.errors import VaultError
from waystation.foundation import clock
from waystation.web.backup import places
from waystation.web.backup.errors import BackupError

LONG_UNPROVED = dt.timedelta(days=90)
"""After this long without a good drill somebody is told."""


@dataclass(frozen=True)
class Last:
    """The newest backup this server made: when, which file, its bytes."""

    at: dt.datetime
    file: Path
    bytes: int


@dataclass(frozen=True)
class Drill:
    """A drill whose report this server signed: when, of which file, whether all was equal, rows and events."""

    at: dt.datetime
    file: str
    good: bool
    rows: int
    events: int
    seconds: float

    @property
    def is_old(self) -> bool:
        return clock.now() - self.at > LONG_UNPROVED


def home() -> Path:
    """The data folder."""
    return Path(settings.WAYSTATION_HOME)


def folder() -> Path:
    """Where backups go: option backup_folder, else HOME/backups."""
    return Path(settings.WAYSTATION_BACKUP_FOLDER or home() / "backups")


def has_key() -> bool:
    """Whether there is a key to seal backups to. A damaged one counts as none."""
    try:
        return places.read_key(home()) is not None
    except BackupError:
        return False


def last_good() -> Last | None:
    """The newest finished backup, as this server remembers it (it may lie on a drive that is away)."""
    found = places.read_state(home(), "last")
    try:
        return Last(dt.datetime.fromisoformat(found["at"]), Path(found["file"]), int(found["bytes"]))
    except (KeyError, TypeError, ValueError):
        return None


def failure() -> tuple[dt.datetime, BackupError] | None:
    """The newest failure since the last good backup."""
    found = places.read_state(home(), "failure")
    try:
        return dt.datetime.fromisoformat(found["at"]), BackupError(found["reason"], **found["facts"])
    except (KeyError, TypeError, ValueError):
        return None


def last_drill(good: bool = True) -> Drill | None:
    """The newest (good) drill with a genuine signature."""
    held = sorted((home() / "backup-state").glob("drill-*.json"), reverse=True)
    return next((drill for path in held if (drill := read_drill(path)) and (drill.good or not good)), None)


def read_drill(path: Path) -> Drill | None:
    """A report, or None unless this server's key signed it."""
    try:
        report = json.loads(path.read_text())
        signature = bytes.fromhex(report.pop("signature"))
        signer = backup.signer_of(places.signing_seed(home()))
        backup.verify_report(signer, json.dumps(report, sort_keys=True).encode(), signature)
        return _drill(report)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, VaultError):
        return None


def _drill(report: dict[str, Any]) -> Drill:
    rows, events = int(report["rows"]), int(report["events"])
    at, seconds = dt.datetime.fromisoformat(report["at"]), float(report["seconds"])
    return Drill(at, str(report["file"]), bool(report["good"]), rows, events, seconds)
