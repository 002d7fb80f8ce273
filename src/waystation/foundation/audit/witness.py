"""The witness: a file outside the database that gets each new head once its transaction is committed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

_TAIL = 32_768


def path_of(chain: UUID) -> Path:
    """WAYSTATION_HOME/witness/<chain>.log; a line is `seq hash`, the hash in hex."""
    return Path(settings.WAYSTATION_HOME) / "witness" / f"{chain}.log"


def make_ready(chain: UUID) -> None:
    """See that the file can be written to, before an act is committed. Raises OSError."""
    os.close(_open(chain))


def _open(chain: UUID) -> int:
    path = f"{settings.WAYSTATION_HOME}/witness/{chain}.log"  # what path_of says, at a tenth of its cost
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except FileNotFoundError:
        path_of(chain).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def remember(chain: UUID, seq: int, digest: bytes) -> None:
    """Append one line and force it to disk. Raises OSError."""
    remember_all(chain, [(seq, digest)])


def remember_all(chain: UUID, heads: Iterable[tuple[int, bytes]]) -> None:
    """Append a line for each (seq, hash) and force them to disk at once. Raises OSError."""
    descriptor = _open(chain)
    try:
        # A newline first: a line that a crash cut must not swallow this one.
        os.write(descriptor, "".join(f"\n{seq} {digest.hex()}\n" for seq, digest in heads).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def newest_lines(chain: UUID) -> dict[int, bytes]:
    """{seq: hash} of the last lines of the file, some hundreds; empty without a file."""
    try:
        with path_of(chain).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
            lines = file.read().split(b"\n")[1:]  # the first may be half a line; the file begins with an empty one
    except FileNotFoundError:
        return {}
    return dict(found for line in lines if (found := _parsed(line)) and len(found[1]) == 32)


def _parsed(line: bytes) -> tuple[int, bytes] | None:
    """(seq, hash), or None. A crash can cut a line; what it would have said is then simply unwitnessed."""
    try:
        number, text = line.split()
        return int(number), bytes.fromhex(text.decode())
    except ValueError:
        return None


class Witness:
    """What the file says: packed, so that a million lines take 32 MB."""

    def __init__(self, chain: UUID) -> None:
        self.last = 0
        self.problems: list[str] = []
        self._hashes = bytearray()
        path = path_of(chain)
        if path.exists():
            with path.open("rb") as lines:
                for line in lines:
                    self._take(line)

    def _take(self, line: bytes) -> None:
        read = _parsed(line)
        if read is None:
            return
        seq, digest = read
        if seq < 1 or seq > self.last + 1_000_000 or len(digest) != 32:
            self.problems.append(f"witness: line {line[:20]!r} makes no sense")
            return
        if seq > self.last:
            self._hashes.extend(bytes(32 * seq - len(self._hashes)))
            self.last = seq
        place = slice(32 * (seq - 1), 32 * seq)
        if self._hashes[place] not in (bytes(32), digest):
            self.problems.append(f"witness: event {seq} was seen with two hashes")
            return
        self._hashes[place] = digest

    def differs(self, seq: int, digest: bytes) -> bool:
        """True when the file holds another hash for this event."""
        if seq > self.last:
            return False
        seen = self._hashes[32 * (seq - 1) : 32 * seq]
        return seen != digest and any(seen)
