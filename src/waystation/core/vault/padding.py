"""Padding to buckets: the size of what is stored says little about what was written.

Buckets are 256 B, 1 KiB, 4 KiB, 16 KiB, then each a tenth larger than the one before (security.md 4.1).
"""

from __future__ import annotations

import struct
from bisect import bisect_left

from waystation.core.vault.errors import Malformed

_LENGTH = struct.Struct(">I")
LIMIT = 64 * 1024 * 1024


def _ladder() -> tuple[int, ...]:
    rungs = [256, 1024, 4096, 16384]
    while rungs[-1] < 2**40:
        rungs.append(-(-rungs[-1] * 11 // 10 // 16) * 16)
    return tuple(rungs)


BUCKETS = _ladder()


def bucket(size: int) -> int:
    """The smallest bucket of at least `size` bytes."""
    place = bisect_left(BUCKETS, size)
    if place == len(BUCKETS):
        raise Malformed("too large to pad")
    return BUCKETS[place]


def pad(plaintext: bytes) -> bytes:
    """length (4, big endian) | plaintext | zeros up to a bucket. Raises Malformed above 64 MiB."""
    if len(plaintext) > LIMIT:
        raise Malformed("too large for one envelope")
    return (_LENGTH.pack(len(plaintext)) + plaintext).ljust(bucket(len(plaintext) + 4), b"\x00")


def unpad(padded: bytes) -> bytes:
    """Undo `pad`. Raises Malformed when the stated length does not fit."""
    if len(padded) < 4:
        raise Malformed("padding is too short")
    end = 4 + int.from_bytes(padded[:4], "big")
    if end > len(padded):
        raise Malformed("padding does not fit")
    return padded[4:end]
