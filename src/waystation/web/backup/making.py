"""Making one backup file: online, sealed as a stream, under its name only when it is whole and on the disk."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from django.db import DatabaseError, connection

import waystation
from waystation.core.vault import backup, keys, stream
from waystation.foundation import clock
from waystation.web import options
from waystation.web.backup import places, snapshot
from waystation.web.backup.archive import BASE, CANARY, ArchiveWriter, is_name
from waystation.web.backup.errors import BackupError
from waystation.web.backup.unpacking import CANARY_LABEL

_FOLDERS = ("keys", "witness", "tls", "files")
_FILES = ("settings.toml", "clock", options.DEMO_FLAG)  # a restored demo is a demo still, which `start` refuses
_WITNESS = "witness"
_MICROSECOND = dt.timedelta(microseconds=1)


def make(home: Path, folder: Path) -> dict[str, Any]:
    """Write one backup into a folder and delete those past their time.

    Returns {file, at, bytes, seconds, installation, tables, chains}. Raises BackupError; then no new file is there.
    """
    started = time.monotonic()
    key = places.read_key(home)
    if key is None:
        raise BackupError("no_key")
    plain = list(plain_files(home))
    with places.one_at_a_time(home):
        _sweep(home, folder, key)
        at = clock.now()
        target = _free_name(folder, at)
        temporary = folder / f".{target.name}.{key.installation.hex[:8]}.part"
        try:
            mark = _write(home, temporary, key, at, plain)
            os.replace(temporary, target)
            places.sync_folder(folder)
        except OSError as problem:
            raise BackupError.of(problem, problem.filename or folder) from None
        finally:
            temporary.unlink(missing_ok=True)
        prune(folder, key, at)
    return {
        "file": str(target), "at": at.isoformat(), "bytes": target.stat().st_size,
        "seconds": round(time.monotonic() - started, 2), "installation": key.installation.hex,
        "tables": mark["tables"], "chains": mark["chains"],
    }  # fmt: skip


def prune(folder: Path, key: backup.BackupKey, now: dt.datetime) -> list[str]:
    """Delete this installation's backups whose time is over; returns their names."""
    held = places.backups_in(folder, key.installation)
    gone = set(places.to_delete(held.values(), now))
    names = [name for name, at in held.items() if at in gone]
    for name in names:
        (folder / name).unlink(missing_ok=True)
    return names


def plain_files(home: Path) -> Iterator[tuple[str, Path]]:
    """(name in the archive, path) of everything beside the database. Raises BackupError at a link or strange name."""
    found = [home / name for name in _FILES if os.path.lexists(home / name)]
    for folder in _FOLDERS:
        found += [path for path in _walk(home / folder) if not path.name.startswith(".")]
    for path in found:
        name = path.relative_to(home).as_posix()
        if path.is_symlink() or not path.is_file() or not is_name(name):
            raise BackupError("strange", path)
        yield name, path


def _walk(folder: Path) -> list[Path]:
    """Files of a folder and its folders; links are listed, never followed."""
    if folder.is_symlink():
        return [folder]
    held = [folder / name for name in sorted(os.listdir(folder))] if folder.is_dir() else []
    return [
        found
        for path in held
        for found in (_walk(path) if path.is_dir() and not path.is_symlink() else [path])
    ]  # fmt: skip


def _free_name(folder: Path, at: dt.datetime) -> Path:
    while (folder / places.file_name(at)).exists():
        at += dt.timedelta(seconds=1)
    return folder / places.file_name(at)


def _sweep(home: Path, folder: Path, key: backup.BackupKey) -> None:
    """Take away what a killed backup left. The lock says that nobody is at work on it."""
    for path in folder.glob(f".waystation-*.{key.installation.hex[:8]}.part"):
        path.unlink(missing_ok=True)
    for path in home.glob(".backup-copy-*"):
        shutil.rmtree(path, ignore_errors=True)


def _write(home: Path, target: Path, key: backup.BackupKey, at: dt.datetime, plain: Any) -> dict[str, Any]:
    header, file_key = backup.Header.generate(key, (at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // _MICROSECOND)
    canary = secrets.token_bytes(32)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(header.to_bytes())
        archive = ArchiveWriter(stream.Sealer(header.stream_key(file_key), header.place), out)
        archive.add(CANARY, keys.seal_to(key.public, canary, CANARY_LABEL))
        # The witness before the database: it may know less than the copied chain, never more.
        for name, path in plain:
            _add_plain(archive, name, path)
        mark = _add_base(home, archive)
        mark |= {
            "format": backup.VERSION, "version": waystation.__version__, "made": at.isoformat(),
            "vendor": connection.vendor, "canary": sha256(canary).hexdigest(),
        }  # fmt: skip
        archive.close(mark, places.signing_seed(home), header)
        _to_disk(out)
    return mark


def _add_plain(archive: ArchiveWriter, name: str, path: Path) -> None:
    """A file as it is now. It may grow meanwhile (the witness), so it is read up to its present size."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as source:
        left = os.fstat(source.fileno()).st_size
        archive.begin(name)
        while left > 0 and (data := source.read(min(left, 1 << 20))):
            archive.write(data)
            left -= len(data)
        archive.end()


def _add_base(home: Path, archive: ArchiveWriter) -> dict[str, Any]:
    try:
        if connection.vendor != "sqlite":
            with snapshot.one_moment() as cursor:
                return snapshot.add_rows(archive, cursor)
        with tempfile.TemporaryDirectory(prefix=".backup-copy-", dir=home) as folder:
            copy = Path(folder) / BASE
            snapshot.copy_pages(Path(connection.settings_dict["NAME"]), copy)
            mark = snapshot.settle(copy)
            snapshot.add_file(archive, copy, BASE)
            return mark
    except (sqlite3.Error, DatabaseError) as problem:
        raise _told(problem, home) from None


def _told(problem: Exception, home: Path) -> BackupError:
    words = str(problem)
    if "full" in words:
        return BackupError("full", home)
    return (
        BackupError("read_only", home) if "readonly" in words or "unable to open" in words else BackupError("no_tables")
    )


def _to_disk(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())
