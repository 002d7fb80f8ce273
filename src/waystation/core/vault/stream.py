"""Files, sealed chunk by chunk with libsodium's secretstream (XChaCha20-Poly1305): constant memory, nothing in clear.

Format: version 1 | algorithm 3 | generation (4) | stream header (24) | chunks. A chunk is the secretstream form (17
bytes more) of used length (4) | data | zeros; every chunk but the last holds 64 KiB, the last carries the tag FINAL.
The zeros fill the file up to a bucket, so its size tells little.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES as EXTRA,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_HEADERBYTES as HEADER,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull as init_pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_push as init_push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_pull as pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_push as push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_state as State,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_FINAL as FINAL,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE as MESSAGE,
)
from nacl.exceptions import CryptoError

from waystation.core.vault.envelope import Context, associated
from waystation.core.vault.errors import Malformed, WrongKey
from waystation.core.vault.padding import bucket
from waystation.core.vault.primitives import body_after, expand

CHUNK = 64 * 1024
_PREFIX = 4
_HEAD = b"\x01\x03"
_SEALED = _PREFIX + CHUNK + EXTRA
_FILE = b"waystation/file/1\x00"


class Reader(Protocol):
    """Anything with `read(size)` that gives b"" at its end."""

    def read(self, size: int, /) -> bytes: ...


class Writer(Protocol):
    """Anything with `write(data)`."""

    def write(self, data: bytes, /) -> object: ...


class Sealer:
    """Seals a file whose bytes arrive piece by piece, as from an upload. Holds at most one chunk and one piece."""

    def __init__(self, key: bytes, context: Context) -> None:
        self._place = associated(context)
        self._state = State()
        header = init_push(self._state, expand(key, _FILE + self._place[:16] + self._place[-8:]))
        self._out = [_HEAD + self._place[-16:-12] + bytes(header)]
        self._waiting = bytearray()
        self._size = 0

    def update(self, data: bytes) -> bytes:
        """Take some clear bytes, give the sealed bytes that are ready (perhaps none)."""
        self._size += len(data)
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._push(bytes(self._waiting[:CHUNK]), CHUNK, MESSAGE)
            del self._waiting[:CHUNK]
        return self._take()

    def finish(self) -> Iterator[bytes]:
        """Give the rest, padding and FINAL chunk included. A file without it does not open."""
        left = bucket(self._size) - (self._size - len(self._waiting))
        rest = bytes(self._waiting)
        while left > CHUNK:
            self._push(rest, CHUNK, MESSAGE)
            left, rest = left - CHUNK, b""
            yield self._take()
        self._push(rest, left, FINAL)
        yield self._take()

    def _push(self, data: bytes, size: int, tag: int) -> None:
        clear = len(data).to_bytes(_PREFIX, "big") + data.ljust(size, b"\x00")
        self._out.append(bytes(push(self._state, clear, self._place, tag)))

    def _take(self) -> bytes:
        ready = b"".join(self._out)
        self._out.clear()
        return ready


def encrypt_stream(key: bytes, reader: Reader, writer: Writer, context: Context) -> int:
    """Seal everything a reader gives; returns the number of sealed bytes written."""
    sealer = Sealer(key, context)
    written = 0
    while piece := reader.read(CHUNK):
        sealed = sealer.update(piece)
        writer.write(sealed)
        written += len(sealed)
    for sealed in sealer.finish():
        writer.write(sealed)
        written += len(sealed)
    return written


def decrypt_stream(key: bytes, reader: Reader, writer: Writer, context: Context) -> int:
    """Open a sealed file into a writer; returns the number of clear bytes written. Raises as `decrypt_chunks`."""
    written = 0
    for clear in decrypt_chunks(key, reader, context):
        writer.write(clear)
        written += len(clear)
    return written


def decrypt_chunks(key: bytes, reader: Reader, context: Context) -> Iterator[bytes]:
    """Clear pieces of a sealed file, each given out only after its chunk proved genuine.

    Raises WrongKey at the first chunk that is changed, moved or sealed elsewhere; Malformed when the file is cut
    short or goes on behind its end; UnknownVersion. Whoever writes the pieces to a person must wait for the end to
    know that the file is whole.
    """
    place = associated(context)
    head = _exactly(reader, 6 + HEADER)
    body_after(head, _HEAD, "a sealed file")
    if len(head) != 6 + HEADER:
        raise Malformed("a sealed file is longer than this")
    if head[2:6] != place[-16:-12]:
        raise WrongKey("this file is of another generation")
    state = State()
    init_pull(state, head[6:], expand(key, _FILE + place[:16] + place[-8:]))
    ended = False
    tag = MESSAGE
    while tag != FINAL:
        sealed = _exactly(reader, _SEALED)
        clear, tag = _pull(state, sealed, place)
        used = int.from_bytes(clear[:_PREFIX], "big")
        if used > len(clear) - _PREFIX or (ended and used):
            raise Malformed("a chunk has another shape")
        ended = ended or used < CHUNK
        if used:
            yield clear[_PREFIX : _PREFIX + used]
    if reader.read(1):
        raise Malformed("there are bytes behind the end of the file")


def _pull(state: State, sealed: bytes, place: bytes) -> tuple[bytes, int]:
    if len(sealed) < _PREFIX + EXTRA:
        raise Malformed("the file is cut short")
    try:
        clear, tag = pull(state, sealed, place)
    except CryptoError:
        raise WrongKey("a chunk of this file is not genuine") from None
    if tag not in (MESSAGE, FINAL) or len(clear) < _PREFIX:
        raise Malformed("a chunk has another shape")
    return bytes(clear), tag


def _exactly(reader: Reader, size: int) -> bytes:
    pieces = []
    while size and (piece := reader.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
