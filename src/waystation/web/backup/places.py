"""Where backups and what is known about them lie; which of them stay. Paths only, no settings."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from waystation.core.vault import backup
from waystation.core.vault.errors import VaultError
from waystation.foundation import keyfiles
from waystation.web.backup.errors import BackupError

DAILY, WEEKLY = 7, 4
LONGEST = dt.timedelta(days=35)
_NAME = re.compile(r"waystation-(\d{8}-\d{6})\.wsb")
SIGNER = "backup-signing"
"""Name of the key file that signs ends of backups and reports of drills."""


def key_path(home: Path) -> Path:
    """The public half and the wrapped private half: beside the key files, outside the database."""
    return home / "keys" / "backup.box"


def read_key(home: Path) -> backup.BackupKey | None:
    """The key to seal to, or None. Raises BackupError when the file is damaged."""
    try:
        return backup.BackupKey.from_bytes(key_path(home).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, VaultError):
        raise BackupError("unreadable", key_path(home)) from None


def signing_seed(home: Path) -> bytes:
    """The seed that signs. Raises KeyFileError when the file is damaged."""
    return keyfiles.read_or_make(home, SIGNER)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file that is there whole or not at all, for its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make what was renamed in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Hold the lock of backups of a data folder; it ends with the process. Raises BackupError when it is held."""
    descriptor = os.open(home / ".backup-lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError("busy") from None
    finally:
        os.close(descriptor)


def state_path(home: Path, name: str) -> Path:
    """What is known about backups: `last`, `failure`."""
    return home / "backup-state" / f"{name}.json"


def read_state(home: Path, name: str) -> dict[str, Any]:
    """A state file; empty when it is missing or damaged."""
    try:
        found = json.loads(state_path(home, name).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_state(home: Path, name: str, value: dict[str, Any]) -> None:
    """Keep a state file."""
    write_whole(state_path(home, name), json.dumps(value).encode())


def file_name(at: dt.datetime) -> str:
    """`waystation-<date>-<time>.wsb`, in UTC."""
    return f"waystation-{at:%Y%m%d-%H%M%S}.wsb"


def made_at(name: str) -> dt.datetime | None:
    """The time in a name, or None for any other file."""
    found = _NAME.fullmatch(name)
    try:
        return dt.datetime.strptime(found[1], "%Y%m%d-%H%M%S").replace(tzinfo=dt.UTC) if found else None
    except ValueError:
        return None


def read_header(path: Path) -> backup.Header:
    """The header of a file. Raises BackupError."""
    try:
        with path.open("rb") as source:
            return backup.Header.from_bytes(source.read(backup.SIZE))
    except VaultError:
        raise BackupError("not_a_backup", path) from None
    except OSError:
        raise BackupError("unreadable", path) from None


def backups_in(folder: Path, installation: UUID) -> dict[str, dt.datetime]:
    """{name: time} of the finished backups of one installation, oldest first. A shared drive may hold others'."""
    found = {}
    for path in sorted(folder.glob("waystation-*.wsb")):
        at = made_at(path.name)
        try:
            if at is not None and read_header(path).key.installation == installation:
                found[path.name] = at
        except BackupError:
            continue
    return found


def to_delete(times: Collection[dt.datetime], now: dt.datetime) -> list[dt.datetime]:
    """Of these backups the ones that go: kept are the newest of each of 7 days and of 4 weeks before.

    Nothing stays for 35 days. A time ahead of `now` (the clock was wrong once) stays until its turn comes.
    """
    ahead = {at for at in times if at > now}
    young = sorted((at for at in set(times) - ahead if now - at < LONGEST), reverse=True)
    days: dict[object, dt.datetime] = {}
    weeks: dict[object, dt.datetime] = {}
    for at in young:
        days.setdefault(at.date(), at)
        weeks.setdefault(at.isocalendar()[:2], at)
    daily = set(list(days.values())[:DAILY])
    weekly = [at for at in weeks.values() if at not in daily][:WEEKLY]
    return sorted(set(times) - ahead - daily - set(weekly))
