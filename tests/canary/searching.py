"""Search of bytes for thousands of patterns at once, in files and in what is compressed inside them."""

from __future__ import annotations

import base64
import bz2
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.canary.minting import Canary
from tests.canary.patterns import patterns

MOST = 64 << 20
"""Bytes taken from one compressed member."""
DEPTH = 3
_BASE64 = re.compile(rb"(?:eJ|eN|eA|eF|H4sI|QlpoOT|/Td6WFo)[A-Za-z0-9+/_-]{20,}")
_OPENERS: dict[bytes, Callable[[], Any]] = {
    b"\x1f\x8b\x08": lambda: zlib.decompressobj(31),
    b"\x78\x01": zlib.decompressobj,
    b"\x78\x5e": zlib.decompressobj,
    b"\x78\x9c": zlib.decompressobj,
    b"\x78\xda": zlib.decompressobj,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lzma.LZMADecompressor,
}
_MEMBER = re.compile(b"|".join(map(re.escape, _OPENERS)))
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Hit:
    """A canary that was found: where, in which encoding."""

    canary: Canary
    encoding: str
    where: str

    def __str__(self) -> str:
        return f"{self.canary.text!r} ({self.canary.place}) as {self.encoding} in {self.where}"


@dataclass
class Search:
    """Looks for canaries; counts what it looked through."""

    canaries: list[Canary]
    files: int = 0
    size: int = 0
    members: int = 0
    hits: list[Hit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wanted = patterns(self.canaries)
        assert all(len(pattern) >= 9 for pattern in self.wanted)
        self._heads: dict[bytes, list[bytes]] = {}
        for pattern in self.wanted:
            self._heads.setdefault(pattern[:9], []).append(pattern)
        self._tables = [self._table(at) for at in (0, 3, 6)]

    def folder(self, path: Path) -> None:
        """Every file under a folder, links and the names themselves included."""
        for found in sorted(path.rglob("*")):
            self.scan(str(found.relative_to(path)).encode(), f"name of {found}")
            if found.is_file():
                self.file(found)

    def file(self, path: Path) -> None:
        self.files += 1
        self.scan(path.read_bytes(), str(path))

    def scan(self, data: bytes, where: str, depth: int = 0) -> None:
        """Search bytes, then whatever is compressed inside them."""
        if depth == 0:
            self.size += len(data)
        for pattern in self._found(data):
            hit = Hit(*self.wanted[pattern], where)
            if hit not in self.hits:
                self.hits.append(hit)
        if depth < DEPTH:
            for member, kind in unpacked(data):
                self.members += 1
                self.scan(member, f"{where} > {kind}", depth + 1)

    def _table(self, at: int) -> Any:
        table = np.zeros(1 << 24, dtype=bool)
        for head in self._heads:
            table[head[at] << 16 | head[at + 1] << 8 | head[at + 2]] = True
        return table

    def _found(self, data: bytes) -> Iterator[bytes]:
        """Patterns in the data: three looks into tables of three bytes each leave few places to compare."""
        if len(data) < 9:
            return
        raw = np.frombuffer(data, dtype=np.uint8).astype(np.uint32)
        triples = raw[:-2] << 16 | raw[1:-1] << 8 | raw[2:]
        places = np.flatnonzero(self._tables[0][triples[:-6]])
        for step, table in ((3, self._tables[1]), (6, self._tables[2])):
            places = places[table[triples[places + step]]]
        for place in places.tolist():
            for pattern in self._heads.get(data[place : place + 9], ()):
                if data.startswith(pattern, place):
                    yield pattern


def unpacked(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The members of compressed formats in the data, wherever they begin, also when written in base64."""
    for match in _MEMBER.finditer(data):
        if found := _inflate(_OPENERS[match.group()](), data[match.start() :]):
            yield found, f"compressed at {match.start()}"
    for match in _BASE64.finditer(data):
        text = match.group().translate(bytes.maketrans(b"-_", b"+/"))
        yield base64.b64decode(text[: len(text) // 4 * 4]), f"base64 at {match.start()}"
    place = data.find(_ZIP)
    while place >= 0:
        start = place + 30 + int.from_bytes(data[place + 26 : place + 28], "little")
        start += int.from_bytes(data[place + 28 : place + 30], "little")
        if found := _inflate(zlib.decompressobj(-15), data[start:]):
            yield found, f"zip member at {place}"
        place = data.find(_ZIP, place + 1)


def _inflate(opener: Any, data: bytes) -> bytes:
    found, at = b"", 0
    try:
        while at < len(data) and len(found) < MOST and not opener.eof:
            found += opener.decompress(data[at : at + 65536])
            at += 65536
    except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
        pass
    return found if len(found) >= 9 else b""


def rows_as_bytes(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The values of database rows as bytes, one row after another."""
    for row in rows:
        for value in row:
            if isinstance(value, bytes | bytearray | memoryview):
                yield bytes(value)
            elif value is not None:
                yield str(value).encode()
