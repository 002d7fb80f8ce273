"""Key files of the server: random bytes beside the database, readable by their owner only."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

LENGTH = 32


class KeyFileError(Exception):
    """A key file is missing where it must exist, has the wrong size or can be read by others."""


def path_of(home: Path, name: str) -> Path:
    """Where the key called `name` lies in the data folder."""
    return home / "keys" / f"{name}.key"


def read_or_make(home: Path, name: str) -> bytes:
    """Return the 32 random bytes of a key, writing them (mode 0600) when there are none yet.

    Raises KeyFileError when the file has another size.
    """
    try:
        return _read(f"{home}/keys/{name}.key")  # read for every line of the journal, so without making a Path
    except FileNotFoundError:
        pass
    path = path_of(home, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(secrets.token_bytes(LENGTH))
            target.flush()
            os.fsync(target.fileno())
        os.link(temporary, path)  # the first of two processes wins; the other reads what it wrote
    except FileExistsError:
        pass
    finally:
        temporary.unlink(missing_ok=True)
    return _read(str(path))


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        key = os.read(descriptor, LENGTH + 1)
    finally:
        os.close(descriptor)
    if len(key) != LENGTH:
        raise KeyFileError(f"{path} does not hold {LENGTH} bytes")
    return key


def readable_by_others(home: Path) -> list[Path]:
    """Key files and folders that somebody else than their owner may read or write."""
    folder = home / "keys"
    found = [folder, *sorted(folder.glob("*.key"))] if folder.is_dir() else []
    return [path for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077]
