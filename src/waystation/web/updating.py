"""Bringing the tables up to date when a newer version starts: all of it or nothing, after a backup.

SQLite: on a copy beside the database, which takes its place in one step when it is whole. PostgreSQL: in one
transaction. Killed at any moment, the old tables are there as they were, and the next start begins again.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency
from waystation.foundation.keyring import pins
from waystation.web.backup import actions, places, selectors, snapshot
from waystation.web.backup.errors import BackupError, UpdateError

COPY_KEPT = places.LONGEST
NEWER = "This data folder was made by a newer Waystation: install that version, or restore an older backup."
_NAME = "before-update-{:%Y%m%d-%H%M%S}.sqlite3"
_log = logging.getLogger(__name__)
_held: dict[Path, int] = {}


def unknown_migrations(applied: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The applied migrations that this version does not have: a newer one made them."""
    return applied - set(MigrationLoader(None).disk_migrations)


def is_pending(applied: set[tuple[str, str]]) -> bool:
    """Whether this version has migrations that were not applied."""
    return bool(set(MigrationLoader(None).disk_migrations) - applied)


def refuse_newer() -> set[tuple[str, str]]:
    """The applied migrations. Raises UpdateError when a newer version made this folder: nothing is written to it."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as problem:
        raise UpdateError(f"The database cannot be read ({type(problem).__name__}): run waystation check.") from None
    if unknown_migrations(applied):
        raise UpdateError(NEWER)
    return applied


def update() -> None:
    """Apply what is pending, and nothing when nothing is. Raises UpdateError."""
    home, applied = selectors.home(), refuse_newer()
    if not is_pending(applied):
        return
    try:
        with _alone(home):
            sealed = bool(applied) and _save_first(home)
            if applied:
                pins.expect(Agency.objects.values_list("pk", flat=True))
            if connection.vendor == "sqlite":
                _on_a_copy(Path(connection.settings_dict["NAME"]))
            else:
                _in_one_transaction()
            if sealed:
                actions.note_made(None)
    except OSError as problem:
        raise UpdateError(f"The tables were not changed: {BackupError.of(problem, home)}") from None


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """No other program works on the folder meanwhile. This process's own note that it runs is taken back first."""
    while _held:
        os.close(_held.popitem()[1])
    with open(home / ".update-lock", "ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UpdateError("Another Waystation is running on this data folder: stop it, then start again.") from None
        yield


def hold_running(home: Path) -> None:
    """Say, as long as this process lives, that it works on this folder: nobody updates under it. Raises UpdateError."""
    if home in _held or not home.is_dir():
        return
    try:
        descriptor = os.open(home / ".update-lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return  # a folder that cannot be written to cannot be updated either
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise UpdateError("This data folder is being updated: wait until that is done.") from None
    _held[home] = descriptor


def _save_first(home: Path) -> bool:
    """A sealed backup (then True) when there is a key, else a plain copy beside the database, protected alike."""
    try:
        if selectors.has_key():
            try:
                actions.make_file()
            except BackupError as problem:
                if problem.reason != "no_drive":
                    raise
                (home / "backups").mkdir(mode=0o700, exist_ok=True)
                actions.make_file(folder=home / "backups")
            return True
        if connection.vendor == "sqlite":
            _plain_copy(home)
    except (BackupError, sqlite3.Error, DatabaseError) as problem:
        words = str(problem) if isinstance(problem, BackupError) else "the database could not be copied."
        raise UpdateError(f"No backup could be made, so the tables were not changed: {words}") from None
    return False


def _plain_copy(home: Path) -> None:
    folder = home / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep_copies()
    target = folder / _NAME.format(clock.now())
    for left in folder.glob(".before-update-*"):
        left.unlink()
    temporary = folder / f".{target.name}.part"
    os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        snapshot.copy_pages(Path(connection.settings_dict["NAME"]), temporary)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def sweep_copies() -> None:
    """Delete plain copies older than 35 days. tick does so too."""
    oldest = clock.now() - COPY_KEPT
    for path in (selectors.home() / "backups").glob("before-update-*.sqlite3"):
        if dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC) < oldest:
            path.unlink(missing_ok=True)


def _on_a_copy(base: Path) -> None:
    """Migrate a copy, check it, and put it in the place of the database in one step."""
    copy = base.with_name(f"{base.name}.updating")
    connection.close()
    for left in base.parent.glob(f"{copy.name}*"):
        left.unlink()
    with closing(sqlite3.connect(base, timeout=5, isolation_level=None)) as old:
        if base.exists() and base.stat().st_size:
            _stand_still(old)
            shutil.copyfile(base, copy)  # nobody writes now: the file is the whole database
            shutil.copymode(base, copy)
        try:
            _migrate_there(copy)
            _sync(copy)
            os.replace(copy, base)
            places.sync_folder(base.parent)
        finally:
            for left in base.parent.glob(f"{copy.name}*"):
                left.unlink()


def _stand_still(old: sqlite3.Connection) -> None:
    """No write-ahead log that could be played into the new file, and nobody else in the old one."""
    try:
        if old.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise sqlite3.OperationalError("locked")
        old.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as problem:
        if "locked" not in str(problem):
            raise UpdateError(f"The tables were not changed: the database answers “{problem}”.") from None
        raise UpdateError("Another program has the database open: stop it, then start again.") from None


def _migrate_there(copy: Path) -> None:
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(copy)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            answers = [row[0] for row in cursor.execute("PRAGMA quick_check(3)").fetchall()]
            cursor.execute("PRAGMA journal_mode=DELETE")
        if answers != ["ok"]:
            raise UpdateError("The tables were not changed: the updated copy did not prove whole.")
    except (UpdateError, OSError):
        raise
    except Exception as problem:
        _log.exception("an update of the tables failed")
        raise UpdateError(_failed(problem)) from None
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def _in_one_transaction() -> None:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Checks at each statement: else changed rows keep their table from being altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            call_command("migrate", verbosity=0, interactive=False)
    except Exception as problem:
        _log.exception("an update of the tables failed")
        raise UpdateError(_failed(problem)) from None


def _failed(problem: Exception) -> str:
    reason = "the disk is full" if "full" in str(problem) else type(problem).__name__
    return (
        f"The update of the tables failed ({reason}) and nothing was changed: "
        "install the version before and start it, and report what the log says."
    )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
