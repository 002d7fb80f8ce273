"""Proving a chain whole: links, numbers, head, signed roots, witness file and remembered heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from waystation.core.vault import log
from waystation.core.vault.certificate import root_public
from waystation.core.vault.errors import VaultError
from waystation.foundation.audit import checkpoints, seals
from waystation.foundation.audit.canon import GENESIS, NOBODY, hash_of, microseconds_of
from waystation.foundation.audit.models import Checkpoint, Event, Head
from waystation.foundation.audit.witness import Witness, newest_lines
from waystation.foundation.store import in_hex

MOST_PROBLEMS = 20
_CHUNK = 5000
_Writes = list[tuple[bytes, int, bytes]]
Point = tuple[int, bytes]
"""A place in a chain: (number of an event, its hash)."""
START: Point = (0, GENESIS)
PROOFS: list[Callable[[UUID], list[str]]] = []
"""What upper apps compare with a chain: each takes the chain and returns problems in plain words."""


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

    `remembered` are heads from a member's bundle: {chain hex: (seq, hash hex)}. Memory stays bounded, and others may
    write meanwhile: what is proved is the chain up to the head at the start.
    """
    found, witness = Verification(), Witness(chain)
    for problem in witness.problems:
        found.complain(problem)
    known = remembered.get(chain.hex) if remembered else None
    head = _head(chain)
    points = _signed_points(chain, head[0], found)
    peaks, previous, seq, key = checkpoints.Peaks(), GENESIS, 0, seals.sealing_key()
    for row, writes in _rows(chain, 0, head[0]):
        seq += 1
        digest = _check_link(found, chain, seq, previous, row, writes, key)
        if witness.differs(seq, digest):
            found.complain(f"event {seq} is not the one the witness file saw")
        if known and known[0] == seq and known[1] != digest.hex():
            found.complain(f"event {seq} is not the one a member's bundle remembers")
        peaks.append(log.leaf_hash(digest))
        if seq in points and points.pop(seq) != peaks.root():
            found.complain(f"the signed root over {seq} events does not fit")
        previous = digest
    found.length, found.head = seq, previous.hex()
    if head != (seq, previous):
        found.complain("the head row is not the newest event")
    _check_end(found, chain, witness.last, known[0] if known else 0, points)
    for problem in (problem for proof in PROOFS for problem in proof(chain)):
        found.complain(problem)
    return found


def stands(chain: UUID, since: Point = START) -> Point | None:
    """Prove the events after a point, each with its lines, up to the newest one: cheap where the point is near.

    Returns the newest point, or None when the point is not in the chain, an event or a line is missing, added or
    changed, or the witness file saw more. `verify` proves more, and says what is wrong.
    """
    witnessed = newest_lines(chain)
    newest, head = _newest(chain), _head(chain)
    if since[0] and not Event.objects.filter(chain=chain, seq=since[0], hash=since[1]).exists():
        return None
    (seq, previous), key, found = since, seals.sealing_key(), Verification()
    for row, writes in _rows(chain, seq, head[0]):
        seq += 1
        previous = _check_link(found, chain, seq, previous, row, writes, key)
        if not found.ok or witnessed.get(seq, previous) != previous:
            return None
    is_end = head == (seq, previous) and max(newest, *witnessed, 0) <= seq
    return head if is_end else None


def _newest(chain: UUID) -> int:
    return Event.objects.filter(chain=chain).order_by("-seq").values_list("seq", flat=True).first() or 0


def _head(chain: UUID) -> tuple[int, bytes]:
    row = Head.objects.filter(chain=chain).values_list("seq", "hash").first()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)


def _signed_points(chain: UUID, until: int, found: Verification) -> dict[int, bytes]:
    """{size: root} of the checkpoints, each complained about that the server's key did not sign or that is missing."""
    points: dict[int, bytes] = {}
    public = root_public(checkpoints.server_seed())
    for point in Checkpoint.objects.filter(chain=chain, size__lte=until):
        points[point.size] = bytes(point.root)
        try:
            log.verify_checkpoint(public, chain, point.size, bytes(point.root), point.at, bytes(point.signature))
        except VaultError:
            found.complain(f"the signature over {point.size} events is not the server's")
    due = until // checkpoints.EVERY
    if len(points) < due:
        found.complain(f"signed roots are missing: {due} are due")
    return points


def _check_link(
    found: Verification, chain: UUID, seq: int, previous: bytes, row: tuple[Any, ...], writes: _Writes, key: bytes
) -> bytes:
    _, stored_seq, at, verb, actor, subject, detail, stored_previous, stored, sealed = row
    who = bytes.fromhex(actor) if actor else NOBODY
    about = bytes.fromhex(subject) if subject else NOBODY
    digest = hash_of(previous, chain.bytes, seq, microseconds_of(at), verb, who, about, bytes(detail), writes)
    if stored_seq != seq:
        found.complain(f"event {seq} is missing or out of order (found {stored_seq})")
    elif bytes(stored_previous) != previous or bytes(stored) != digest:
        found.complain(f"event {seq} was changed")
    if bytes(sealed) != seals.seal(key, digest):
        found.complain(f"event {seq} was not written by this server")
    return digest


def _check_end(found: Verification, chain: UUID, witnessed: int, remembered: int, points: dict[int, bytes]) -> None:
    if witnessed > found.length:
        found.complain(f"the witness file saw {witnessed} events, the chain has {found.length}")
    if remembered > found.length:
        found.complain(f"a member's bundle remembers {remembered} events, the chain has {found.length}")
    for size in sorted(points):
        found.complain(f"a signed root covers {size} events, the chain has {found.length}")
    if _newest(chain) > _head(chain)[0]:
        found.complain("there are events after the head row")


def _rows(chain: UUID, after: int, until: int) -> Iterator[tuple[tuple[Any, ...], _Writes]]:
    """Events in order, each with its writes: two streams in plain SQL, merged. Ids come in hex."""
    where = "WHERE e.chain = %s AND e.seq > %s AND e.seq <= %s"
    columns = f"e.id, e.seq, e.at, e.verb, {in_hex('e.actor')}, {in_hex('e.subject')}, e.detail, e.previous, e.hash"
    columns += ", e.seal"
    events = _stream(f"SELECT {columns} FROM audit_event e {where} ORDER BY e.seq", chain, after, until)  # noqa: S608
    columns = f"w.event_id, {in_hex('w.object')}, w.version, w.digest"
    joined = "audit_event e JOIN audit_write w ON w.event_id = e.id"
    writes = _stream(f"SELECT {columns} FROM {joined} {where} ORDER BY e.seq, w.id", chain, after, until)  # noqa: S608
    pending = next(writes, None)
    for row in events:
        mine: _Writes = []
        while pending is not None and pending[0] == row[0]:
            mine.append((bytes.fromhex(pending[1]), pending[2], bytes(pending[3])))
            pending = next(writes, None)
        yield row, mine


def _stream(text: str, chain: UUID, after: int, until: int) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(text, [chain.hex, after, until])
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows
