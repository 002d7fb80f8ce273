"""Making the backup key, making a backup, keeping what happened."""

from __future__ import annotations

import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from waystation.core.vault import backup
from waystation.core.vault.recovery import new_recovery_code
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.ring import Keyring
from waystation.web.backup import making, places, selectors
from waystation.web.backup.errors import BackupError
from waystation.web.backup.policies import can_keep_backups

AGAIN = dt.timedelta(hours=1)
"""After a failure the next try waits this long."""
_log = logging.getLogger(__name__)


def make_key(keyring: Keyring | None) -> str:
    """Make (or replace) the backup key; returns the printed code, which nobody can show again.

    `keyring` is of the administrator who asks, or None at the command line of the computer itself. Backups under an
    older key open with the older code only. Raises NotAllowed; OSError when the key cannot be written.
    """
    if keyring is not None and not can_keep_backups(keyring.member):
        raise NotAllowed
    home, code = selectors.home(), new_recovery_code()
    old = places.read_key(home) if selectors.has_key() else None
    signer = backup.signer_of(places.signing_seed(home))
    key = backup.BackupKey.generate(code, old.installation if old else uuid4(), signer)
    with store.writing():
        _note("backup.key_made", keyring.member.pk if keyring else None)  # first: where it fails, the old key stays
        places.write_whole(places.key_path(home), key.to_bytes())
    return code


def make_backup(keyring: Keyring | None, *, folder: Path | None = None) -> dict[str, Any]:
    """Make one backup now, into the folder of the settings unless another is named. See making.make.

    Raises NotAllowed, or BackupError, which is also remembered for the page.
    """
    if keyring is not None and not can_keep_backups(keyring.member):
        raise NotAllowed
    made = make_file(folder=folder)
    note_made(keyring)
    return made


def make_file(*, folder: Path | None = None) -> dict[str, Any]:
    """The backup alone, through no model: before an update the tables are not those of the models yet.

    `note_made` follows. Raises BackupError, which is also remembered for the page.
    """
    home, target = selectors.home(), folder or selectors.folder()
    try:
        if folder is None and not settings.WAYSTATION_BACKUP_FOLDER:
            _make_folder(target)
        if not target.is_dir():
            raise BackupError("no_drive", target)
        made = making.make(home, target)
        places.write_state(home, "last", made)
        places.state_path(home, "failure").unlink(missing_ok=True)
    except BackupError as problem:
        _remember_failure(home, problem)
        raise
    return made


def note_made(keyring: Keyring | None) -> None:
    """The journal's line of a backup that was made."""
    with store.writing():
        _note("backup.made", keyring.member.pk if keyring else None)


def run_due() -> None:
    """Make a backup when the last one is older than the option says. For tick: no key but the public one."""
    if not selectors.has_key():
        return
    now, last, failed = clock.now(), selectors.last_good(), selectors.failure()
    every = dt.timedelta(minutes=settings.WAYSTATION_BACKUP_MINUTES)
    if last is not None and dt.timedelta(0) <= now - last.at < every:
        return
    if failed is not None and dt.timedelta(0) <= now - failed[0] < min(AGAIN, every):
        return
    try:
        make_backup(None)
    except BackupError as problem:
        _log.error("no backup was made: %s", problem.reason)


def keep_report(report: dict[str, Any]) -> Path:
    """Sign the report of a drill with the server's key file and keep it. Returns where."""
    home = selectors.home()
    body = json.dumps(report, sort_keys=True).encode()
    signature = backup.sign_report(places.signing_seed(home), body)
    path = home / "backup-state" / f"drill-{clock.now():%Y%m%d-%H%M%S}.json"
    places.write_whole(path, json.dumps(report | {"signature": signature.hex()}, indent=2, sort_keys=True).encode())
    with store.writing():
        _note("backup.drilled" if report["good"] else "backup.drill_failed", None)
    return path


def _note(verb: str, who: UUID | None) -> None:
    audit.append(audit.INSTANCE_CHAIN, at=clock.now(), verb=verb, actor=who)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BackupError.of(problem, folder) from None


def _remember_failure(home: Path, problem: BackupError) -> None:
    try:
        places.write_state(
            home, "failure", {"at": clock.now().isoformat(), "reason": problem.reason, "facts": problem.facts}
        )
    except OSError:
        _log.error("the failure of a backup could not be kept")
