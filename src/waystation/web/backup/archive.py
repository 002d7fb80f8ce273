"""What lies inside the sealed stream: named files, one behind the other, then the mark.

A file is: length of its name (2) | name | pieces, each length (4) | bytes | a piece of length 0. The last one is the
mark, canonical JSON with its signature: what was copied and how much of it. Nothing is compressed, so nothing grows
when it is opened, and names come from a closed list of patterns, so nothing lands outside the data folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from waystation.core.vault import backup
from waystation.core.vault.errors import Malformed
from waystation.core.vault.stream import Sealer, Writer

PIECE = 256 * 1024
MOST_MARK = 8_000_000
MARK, CANARY, BASE = "mark.json", "canary.box", "waystation.sqlite3"
_WORD = r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}"
_NAME = re.compile(
    rf"waystation\.sqlite3|mark\.json|canary\.box|settings\.toml|clock|demo|tables/[a-z0-9_]{{1,63}}\.copy"
    rf"|keys/{_WORD}\.(key|box)|witness/[0-9a-f-]{{36}}\.log|tls/{_WORD}|files/({_WORD}/){{0,4}}{_WORD}"
)


def is_name(name: str) -> bool:
    """Whether a backup may carry a file of this name (its place in the data folder)."""
    return _NAME.fullmatch(name) is not None


def canonical(value: Any) -> bytes:
    """The one way to write a mark."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


class ArchiveWriter:
    """Seals file after file to an output. Holds one piece at a time."""

    def __init__(self, sealer: Sealer, out: Writer) -> None:
        self._sealer, self._out = sealer, out
        self._digest, self._size, self._name = sha256(), 0, ""
        self.files: dict[str, list[Any]] = {}

    def begin(self, name: str) -> None:
        """Start a file. Raises Malformed for a name no backup carries or that was there already."""
        if not is_name(name) or name in self.files:
            raise Malformed(f"a backup does not carry {name!r}")
        self._digest, self._size, self._name = sha256(), 0, name
        self._put(len(name).to_bytes(2, "big") + name.encode())

    def write(self, data: bytes) -> None:
        """Add bytes to the file, any number."""
        for place in range(0, len(data), PIECE):
            piece = data[place : place + PIECE]
            self._digest.update(piece)
            self._size += len(piece)
            self._put(len(piece).to_bytes(4, "big") + piece)

    def end(self) -> None:
        """End the file."""
        self._put(bytes(4))
        self.files[self._name] = [self._size, self._digest.hexdigest()]

    def add(self, name: str, data: bytes) -> None:
        """A whole small file."""
        self.begin(name)
        self.write(data)
        self.end()

    def close(self, mark: dict[str, Any], seed: bytes, header: backup.Header) -> None:
        """Write the signed mark and the end of the stream."""
        body = canonical(mark | {"files": self.files})
        signature = backup.sign_end(seed, header, sha256(body).digest())
        self.add(MARK, signature + body)
        for sealed in self._sealer.finish():
            self._out.write(sealed)

    def _put(self, data: bytes) -> None:
        if sealed := self._sealer.update(data):
            self._out.write(sealed)


class ArchiveReader:
    """Reads files from clear pieces that proved genuine one by one. Believe nothing before `read_mark` of the last."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""
        self.files: dict[str, list[Any]] = {}

    def names(self) -> Iterator[str]:
        """Each file's name; read its content before taking the next. Raises Malformed."""
        while head := self._take(2, may_end=True):
            name = self._take(int.from_bytes(head, "big")).decode("ascii", "replace")
            if not is_name(name) or name in self.files or MARK in self.files:
                raise Malformed("the archive names a file that no backup carries")
            self.files[name] = []
            yield name
        if MARK not in self.files:
            raise Malformed("the archive has no end")

    def content(self, name: str) -> Iterator[bytes]:
        """The pieces of the file just named."""
        digest, total = sha256(), 0
        while size := int.from_bytes(self._take(4), "big"):
            if size > PIECE:
                raise Malformed("a piece is longer than pieces are")
            data = self._take(size)
            digest.update(data)
            total += size
            yield data
        self.files[name] = [total, digest.hexdigest()]

    def whole(self, name: str, most: int) -> bytes:
        """A small file at once. Raises Malformed above `most` bytes."""
        held = bytearray()
        for data in self.content(name):
            held += data
            if len(held) > most:
                raise Malformed(f"{name} is longer than it can be")
        return bytes(held)

    def read_mark(self, data: bytes, header: backup.Header, signer: bytes) -> dict[str, Any]:
        """The mark, once its signature and the digests of all files before it fit. Raises WrongKey or Malformed."""
        body = data[64:]
        backup.verify_end(signer, header, sha256(body).digest(), data[:64])
        try:
            mark = json.loads(body)
        except ValueError:
            raise Malformed("the mark is no JSON") from None
        read = {name: found for name, found in self.files.items() if name != MARK}
        if not isinstance(mark, dict) or mark.get("files") != read:
            raise Malformed("the mark names other files")
        return mark

    def _take(self, size: int, may_end: bool = False) -> bytes:
        parts, missing = [self._held], size - len(self._held)
        while missing > 0:
            piece = next(self._pieces, b"")
            if not piece:
                if may_end and missing == size:
                    return b""
                raise Malformed("the archive ends in the middle")
            parts.append(piece)
            missing -= len(piece)
        whole = b"".join(parts)
        self._held = whole[size:]
        return whole[:size]
