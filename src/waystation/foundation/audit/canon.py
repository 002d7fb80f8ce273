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
_NOBODY = bytes(16)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
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
    name = verb.encode()
    head = _PLACE.pack(
        chain.bytes,
        seq,
        (at - _EPOCH) // _MICROSECOND,
        actor.bytes if actor else _NOBODY,
        subject.bytes if subject else _NOBODY,
        sha256(detail).digest(),
        len(name),
    )
    parts = [b"waystation/event/1\x00", previous, head, name]
    parts += [_WRITE.pack(item.bytes, version, bytes(digest)) for item, version, digest in writes]
    return sha256(b"".join(parts)).digest()
