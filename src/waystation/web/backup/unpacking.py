"""Opening a backup file into a folder. Everything is proved genuine here; nothing is believed before the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from waystation.core.vault import backup, keys
from waystation.core.vault.errors import Malformed, UnknownVersion, VaultError, WrongKey
from waystation.core.vault.stream import decrypt_chunks
from waystation.web.backup import places
from waystation.web.backup.archive import BASE, CANARY, MARK, MOST_MARK, ArchiveReader
from waystation.web.backup.errors import BackupError

CANARY_LABEL = b"waystation/backup-canary/1"
_MOST_CANARY = 1000


@dataclass(frozen=True)
class Unpacked:
    """What a backup held: its header, its signed mark, and whether its canary came back."""

    header: backup.Header
    mark: dict[str, Any]
    canary: bool


def unpack(path: Path, code: str, into: Path) -> Unpacked:
    """Write what a backup holds into an empty folder. Raises BackupError; the folder is then worth nothing."""
    try:
        with path.open("rb") as source:
            header = backup.Header.from_bytes(source.read(backup.SIZE))
            opened = _opened(header.key, code, path)
            if shutil.disk_usage(into).free < path.stat().st_size:
                raise BackupError("full", into)
            chunks = decrypt_chunks(header.stream_key(header.file_key(opened.private)), source, header.place)
            return _write_all(header, opened, ArchiveReader(chunks), into)
    except UnknownVersion:
        raise BackupError("too_new", path) from None
    except VaultError as problem:
        reason = "not_a_backup" if "no backup file" in str(problem) else "damaged"
        raise BackupError(reason, path) from None
    except OSError as problem:
        raise BackupError.of(problem, problem.filename or into) from None


def _opened(key: backup.BackupKey, code: str, path: Path) -> backup.Opened:
    try:
        return key.open(code)
    except Malformed:
        raise BackupError("bad_code") from None
    except WrongKey:
        raise BackupError("wrong_code", path) from None


def _write_all(header: backup.Header, opened: backup.Opened, archive: ArchiveReader, into: Path) -> Unpacked:
    canary, mark = b"", b""
    for name in archive.names():
        if name == MARK:
            mark = archive.whole(name, MOST_MARK)
        elif name == CANARY:
            canary = archive.whole(name, _MOST_CANARY)
        else:
            _write(into, name, archive.content(name))
    told = archive.read_mark(mark, header, opened.signer)
    if told.get("vendor") == "sqlite" and BASE not in archive.files:
        raise Malformed("the database is missing")
    return Unpacked(header, told, _came_back(opened.private, canary, told))


def _write(into: Path, name: str, content: Iterator[bytes]) -> None:
    target = into / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as out:
        for data in content:
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    places.sync_folder(target.parent)


def _came_back(private: bytes, sealed: bytes, mark: dict[str, Any]) -> bool:
    try:
        clear = keys.open_sealed(private, sealed, CANARY_LABEL)
    except VaultError:
        return False
    return sha256(clear).hexdigest() == mark.get("canary")
