"""The canonical bytes of an event and the link of the chain."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

GENESIS = bytes(32)
_PLACE = struct.Struct(">16sQq16s16s32sH")
_WRITE = struct.Struct(">16sQ32s")
NOBODY = bytes(16)
ERASED = bytes(32)
"""The digest journaled when a ciphertext is destroyed."""
_DOMAIN = b"waystation/event/1\x00"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_NAIVE = _EPOCH.replace(tzinfo=None)
_MICROSECOND = dt.timedelta(microseconds=1)


class Written(NamedTuple):
    """One object an act wrote: its id, its new version, the SHA-256 of its ciphertext."""

    object: UUID
    version: int
    digest: bytes


def event_hash(
    previous: bytes,
    chain: UUID,
    seq: int,
    at: dt.datetime,
    verb: str,
    actor: UUID | None,
    subject: UUID | None,
    detail: bytes,
    writes: Sequence[tuple[UUID, int, bytes]],
) -> bytes:
    """SHA-256(previous | chain, seq, microseconds, actor, subject, SHA-256(detail), verb, writes in order).

    Every part has a fixed width or its length before it, so no two events share their bytes.
    """
    who = actor.bytes if actor else NOBODY
    about = subject.bytes if subject else NOBODY
    lines = [(item.bytes, version, bytes(digest)) for item, version, digest in writes]
    return hash_of(previous, chain.bytes, seq, (at - _EPOCH) // _MICROSECOND, verb, who, about, detail, lines)


def hash_of(
    previous: bytes, chain: bytes, seq: int, microseconds: int, verb: str, actor: bytes, subject: bytes, detail: bytes,
    writes: Sequence[tuple[bytes, int, bytes]],
) -> bytes:  # fmt: skip
    """`event_hash` from raw parts, for verifying many: ids as 16 bytes (NOBODY for none), time since 1970 in UTC."""
    name = verb.encode()
    head = _PLACE.pack(chain, seq, microseconds, actor, subject, sha256(detail).digest(), len(name))
    if not writes:
        return sha256(_DOMAIN + previous + head + name).digest()
    return sha256(b"".join([_DOMAIN, previous, head, name, *(_WRITE.pack(*line) for line in writes)])).digest()


def microseconds_of(at: dt.datetime | str) -> int:
    """Of a time as the database driver gives it: aware, or naive and then UTC, or ISO text."""
    moment = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    return (moment - (_EPOCH if moment.tzinfo else _EPOCH_NAIVE)) // _MICROSECOND
