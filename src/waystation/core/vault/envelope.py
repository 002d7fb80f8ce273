"""One sealed capsule: AES-256-GCM under a key of its own, bound to the place where it lies, padded to a bucket.

Format: version 1 | algorithm 1 | generation (4) | nonce (12) | ciphertext of the padded plaintext | tag (16).
"""

from __future__ import annotations

import json
import os
import struct
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from waystation.core.vault.errors import Malformed, UnknownVersion, WrongKey
from waystation.core.vault.padding import pad, unpad
from waystation.core.vault.primitives import Blob, expand

_PLACE = struct.Struct(">16sIIQ")
_FIRST = b"\x01\x01"  # format version 1, algorithm 1: AES-256-GCM
_SHORTEST = 6 + 12 + 256 + 16
_RECORD = b"waystation/record/1\x00"
_decoder = json.JSONDecoder()
_scan, _decode = _decoder.raw_decode, _decoder.decode


class Context(NamedTuple):
    """Where a capsule lies. All of it is associated data: moved, renamed or rolled back, it does not open.

    A named tuple and not a dataclass: twenty thousand are made for one search.
    """

    table: str
    columns: str
    row: UUID
    agency: UUID
    compartment: str
    generation: int
    schema: int
    version: int


def seal(key: bytes, plaintext: bytes, context: Context) -> bytes:
    """Seal bytes under a 32 byte compartment key. Raises Malformed on a key or context out of range."""
    return seal_with_nonce(key, plaintext, context, os.urandom(12))


def open_(key: bytes, blob: Blob, context: Context) -> bytes:
    """Undo `seal`. Raises WrongKey when key or context do not fit, Malformed or UnknownVersion on other bytes."""
    return open_at(key, blob, associated(context))


def open_at(key: bytes, blob: Blob, place: bytes) -> bytes:
    """`open_` with the context as `associated` bytes, as a Shelf makes them. Raises as `open_` does."""
    data = blob if type(blob) is bytes else bytes(blob)
    if len(data) < _SHORTEST:
        raise Malformed("an envelope is longer than this")
    if data[:2] != _FIRST:
        raise UnknownVersion("an envelope of an unknown version")
    record_key = expand(key, _RECORD + place[:16] + place[-8:])
    try:
        padded = AESGCM(record_key).decrypt(data[6:18], data[18:], data[:6] + place)
    except InvalidTag:
        raise WrongKey("this envelope does not open with this key and context") from None
    return unpad(padded)


def seal_json(key: bytes, value: dict[str, Any], context: Context) -> bytes:
    """Seal a JSON object. Raises Malformed when the value is not plain JSON."""
    return seal(key, dump_json(value), context)


def open_json(key: bytes, blob: Blob, context: Context) -> dict[str, Any]:
    """Open a JSON object; raises as `open_` does, and Malformed when the content is not a JSON object."""
    return load_json(open_(key, blob, context))


def open_json_at(key: bytes, blob: Blob, place: bytes) -> dict[str, Any]:
    """`open_json` with the context as `associated` bytes."""
    return load_json(open_at(key, blob, place))


def digest(blob: Blob) -> bytes:
    """SHA-256 of the sealed bytes: what the journal remembers of each write."""
    return sha256(blob).digest()


def dump_json(value: dict[str, Any]) -> bytes:
    """Compact UTF-8 JSON of an object. Raises Malformed when it holds anything else."""
    if not isinstance(value, dict):
        raise Malformed("a capsule holds a JSON object")
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError):
        raise Malformed("this value is not plain JSON") from None


def load_json(data: bytes) -> dict[str, Any]:
    """A JSON object from UTF-8 bytes. Raises Malformed."""
    try:
        text = data.decode()
        value, end = _scan(text)
        if end != len(text):  # white space, which we do not write, or something more
            value = _decode(text)
    except (ValueError, RecursionError):
        raise Malformed("the content is not JSON") from None
    if not isinstance(value, dict):
        raise Malformed("the content is not a JSON object")
    return value


def seal_with_nonce(key: bytes, plaintext: bytes, context: Context, nonce: bytes) -> bytes:
    """`seal` with a given nonce, for written test vectors only: a nonce used twice breaks AES-GCM."""
    place = associated(context)
    head = _FIRST + place[-16:-12]
    record_key = expand(key, _RECORD + place[:16] + place[-8:])
    return head + nonce + AESGCM(record_key).encrypt(nonce, pad(plaintext), head + place)


def associated(context: Context) -> bytes:
    """The context as unambiguous bytes. Raises Malformed on names or numbers out of range."""
    table, columns, row, agency, compartment, generation, schema, version = context
    try:
        names = _name(table) + len(wide := columns.encode()).to_bytes(2, "big") + wide + _name(compartment)
        return row.bytes + names + _PLACE.pack(agency.bytes, generation, schema, version)
    except (struct.error, OverflowError, UnicodeEncodeError):
        raise Malformed("a name or number of the context is out of range") from None


@lru_cache(maxsize=512)
def _name(name: str) -> bytes:
    """A name with its length before it (2 bytes), so that no two lists of names give the same bytes."""
    return len(encoded := name.encode()).to_bytes(2, "big") + encoded


class Shelf:
    """The contexts of many capsules of one table and compartment: what they have in common is put into bytes once.

    `columns` is what every context's columns begin with; `rest` is how many bytes each adds of its own.
    """

    def __init__(self, table: str, columns: str, rest: int, compartment: str) -> None:
        first = columns.encode()
        self._before = _name(table) + (len(first) + rest).to_bytes(2, "big") + first
        self._after = _name(compartment)
        self._rest = rest
        self._tails: dict[tuple[bytes, int, int, int], bytes] = {}

    def place(self, row: bytes, own: bytes, tail: tuple[bytes, int, int, int]) -> bytes:
        """`associated` of the context with this row (16 bytes), these own columns and `tail`.

        `tail` is agency (16 bytes), generation, schema and version. Raises Malformed when one is out of range.
        """
        end = self._tails.get(tail)
        if end is None:
            try:
                end = self._tails[tail] = self._after + _PLACE.pack(*tail)
            except struct.error:
                raise Malformed("a number of the context is out of range") from None
        if len(row) != 16 or len(tail[0]) != 16 or len(own) != self._rest:
            raise Malformed("an id or name of the context has another length")
        return row + self._before + own + end
