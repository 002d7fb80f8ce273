"""Targets for what a backup file holds: its header, the key file, and the archive of a hostile holder of the key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tests.fuzz.target import Target
from waystation.core.vault import backup
from waystation.core.vault.errors import VaultError
from waystation.core.vault.recovery import recovery_code
from waystation.web.backup.archive import MARK, ArchiveReader, ArchiveWriter

CODE = recovery_code(7)
SEED = bytes(range(32))
KEY = backup.BackupKey.generate(CODE, UUID(int=3), backup.signer_of(SEED))
HEADER, FILE_KEY = backup.Header.generate(KEY, 1_700_000_000_000_000)
PRIVATE = KEY.open(CODE).private


class _Clear:
    """Takes the place of the sealed stream: what the reader sees once chunks are opened."""

    def update(self, data: bytes) -> bytes:
        return data

    def finish(self) -> Iterator[bytes]:
        return iter(())


def _seed() -> bytes:
    out = bytearray()
    sealer: Any = _Clear()

    class Out:
        def write(self, data: bytes, /) -> None:
            out.extend(data)

    archive = ArchiveWriter(sealer, Out())
    archive.add("keys/journal.key", bytes(32))
    archive.add("settings.toml", b"threads = 4\n")
    archive.close({"vendor": "sqlite"}, SEED, HEADER)
    return bytes(out)


def _header(data: bytes) -> None:
    header = backup.Header.from_bytes(data)
    header.stream_key(header.file_key(header.key.open(CODE).private))


def _archive(data: bytes) -> None:
    reader = ArchiveReader(data[at : at + 700] for at in range(0, len(data), 700))
    mark = b""
    for name in reader.names():
        held = reader.whole(name, 100_000)
        mark = held if name == MARK else mark
    reader.read_mark(mark, HEADER, backup.signer_of(SEED))


TARGETS: dict[str, Target] = {
    "backup_header": Target(_header, VaultError, lambda: [HEADER.to_bytes()]),
    "backup_key": Target(
        lambda data: backup.BackupKey.from_bytes(data).open(CODE), VaultError, lambda: [KEY.to_bytes()]
    ),
    "backup_archive": Target(_archive, VaultError, lambda: [_seed()]),
}
