"""Proving a chain whole: links, numbers, head, signed roots, witness file and remembered heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from waystation.core.vault import log
from waystation.core.vault.certificate import root_public
from waystation.core.vault.errors import VaultError
from waystation.foundation.audit import checkpoints
from waystation.foundation.audit.canon import GENESIS, event_hash
from waystation.foundation.audit.models import Checkpoint, Event, Head, Write
from waystation.foundation.audit.witness import Witness

MOST_PROBLEMS = 20
_Writes = list[tuple[UUID, int, bytes]]


@dataclass
class Verification:
    """`ok` when nothing was found; `length` events; `head` the newest hash in hex; `problems` in plain words."""

    ok: bool = True
    length: int = 0
    head: str = GENESIS.hex()
    problems: list[str] = field(default_factory=list)

    def complain(self, text: str) -> None:
        self.ok = False
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(text)


def verify(chain: UUID, remembered: Mapping[str, tuple[int, str]] | None = None) -> Verification:
    """Read a whole chain once and compare it with everything that stands outside of it.

    `remembered` are heads from a member's bundle: {chain hex: (seq, hash hex)}. Memory stays bounded.
    """
    found, witness = Verification(), Witness(chain)
    for problem in witness.problems:
        found.complain(problem)
    known = remembered.get(chain.hex) if remembered else None
    points = _signed_points(chain, found)
    peaks, previous, seq = checkpoints.Peaks(), GENESIS, 0
    for row, writes in _rows(chain):
        seq += 1
        digest = _check_link(found, chain, seq, previous, row, writes)
        if witness.differs(seq, digest):
            found.complain(f"event {seq} is not the one the witness file saw")
        if known and known[0] == seq and known[1] != digest.hex():
            found.complain(f"event {seq} is not the one a member's bundle remembers")
        peaks.append(log.leaf_hash(digest))
        if seq in points and points.pop(seq) != peaks.root():
            found.complain(f"the signed root over {seq} events does not fit")
        previous = digest
    found.length, found.head = seq, previous.hex()
    _check_end(found, chain, witness.last, known[0] if known else 0, points)
    return found


def _signed_points(chain: UUID, found: Verification) -> dict[int, bytes]:
    """{size: root} of the checkpoints the server's key signed."""
    points: dict[int, bytes] = {}
    public = root_public(checkpoints.server_seed())
    for point in Checkpoint.objects.filter(chain=chain):
        points[point.size] = bytes(point.root)
        try:
            log.verify_checkpoint(public, chain, point.size, bytes(point.root), point.at, bytes(point.signature))
        except VaultError:
            found.complain(f"the signature over {point.size} events is not the server's")
    return points


def _check_link(
    found: Verification,
    chain: UUID,
    seq: int,
    previous: bytes,
    row: tuple[Any, ...],
    writes: list[tuple[UUID, int, bytes]],
) -> bytes:
    _, stored_seq, at, verb, actor, subject, detail, stored_previous, stored = row
    digest = event_hash(previous, chain, seq, at, verb, actor, subject, bytes(detail), writes)
    if stored_seq != seq:
        found.complain(f"event {seq} is missing or out of order (found {stored_seq})")
    elif bytes(stored_previous) != previous or bytes(stored) != digest:
        found.complain(f"event {seq} was changed")
    return digest


def _check_end(found: Verification, chain: UUID, witnessed: int, remembered: int, points: dict[int, bytes]) -> None:
    if witnessed > found.length:
        found.complain(f"the witness file saw {witnessed} events, the chain has {found.length}")
    if remembered > found.length:
        found.complain(f"a member's bundle remembers {remembered} events, the chain has {found.length}")
    for size in sorted(points):
        found.complain(f"a signed root covers {size} events, the chain has {found.length}")
    head = Head.objects.filter(chain=chain).first()
    if (head.seq, bytes(head.hash).hex()) != (found.length, found.head) if head else found.length:
        found.complain("the head row is not the newest event")
    due = found.length // checkpoints.EVERY
    if Checkpoint.objects.filter(chain=chain).count() < due:
        found.complain(f"signed roots are missing: {due} are due")


def _rows(chain: UUID) -> Iterator[tuple[tuple[Any, ...], _Writes]]:
    """Events in order, each with its writes: two streams, merged."""
    events = Event.objects.filter(chain=chain).order_by("seq").values_list(
        "id", "seq", "at", "verb", "actor", "subject", "detail", "previous", "hash"
    )  # fmt: skip
    writes = Write.objects.filter(event__chain=chain).order_by("event__seq", "id").values_list(
        "event_id", "object", "version", "digest"
    )  # fmt: skip
    stream = writes.iterator(chunk_size=5000)
    pending = next(stream, None)
    for row in events.iterator(chunk_size=5000):
        mine: _Writes = []
        while pending is not None and pending[0] == row[0]:
            mine.append((pending[1], pending[2], bytes(pending[3])))
            pending = next(stream, None)
        yield row, mine
