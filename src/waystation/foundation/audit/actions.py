"""Appending to the journal."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from waystation.foundation import clock, store, together
from waystation.foundation.audit import checkpoints, seals, witness
from waystation.foundation.audit.canon import Written, event_hash
from waystation.foundation.audit.models import Event, Head, Write

INSTANCE_CHAIN = UUID("00000000-0000-4000-8000-000000000001")
"""The chain of acts that belong to no agency (the server itself)."""
_log = logging.getLogger(__name__)


def append(
    chain: UUID,
    *,
    at: dt.datetime,
    verb: str,
    actor: UUID | None = None,
    subject: UUID | None = None,
    writes: Sequence[Written] = (),
    detail: bytes = b"",
    seed: bytes | None = None,
) -> Event:
    """Add one event: the last statement of a transaction, since it locks the head until the commit.

    After the commit the new head goes to the witness file. `seed` signs a checkpoint that falls due in place of the
    server's key. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written inside the transaction of the act")
    length, previous = _locked_head(chain)
    seq = length + 1
    digest = event_hash(previous, chain, seq, at, verb, actor, subject, detail, writes)
    event = Event(
        chain=chain, seq=seq, at=at, verb=verb, actor=actor, subject=subject, detail=detail,
        previous=previous, hash=digest, seal=seals.seal(seals.sealing_key(), digest),
    )  # fmt: skip
    event.pk = store.insert([event])
    if writes:
        store.insert_values(Write, [(event.pk, one[0], one[1], one[2]) for one in writes])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_head SET seq = %s, hash = %s WHERE chain = %s", [seq, digest, chain.hex])
    checkpoints.write_due(chain, seq, at, seed)
    witness.make_ready(chain)  # where no witness can be kept, nothing is done
    together.after_commit(_keep_outside, (chain, seq, digest))
    return event


def _keep_outside(heads: list[tuple[UUID, int, bytes]]) -> None:
    """Outside of the database, once the acts stand. A disk that filled up meanwhile does not make them undone."""
    clock.remember()
    by_chain: dict[UUID, list[tuple[int, bytes]]] = {}
    for chain, seq, digest in heads:
        by_chain.setdefault(chain, []).append((seq, digest))
    for chain, new in by_chain.items():
        try:
            witness.remember_all(chain, new)
        except OSError:
            _log.error("the witness file could not be written")


def _locked_head(chain: UUID) -> tuple[int, bytes]:
    """Length and newest hash, the head row locked.

    PostgreSQL also takes an advisory lock, because the first row may not exist yet; SQLite lets one writer in anyway.
    """
    lock = ""
    if connection.vendor == "postgresql":
        store.select("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(chain.bytes[:8], "big", signed=True)])
        lock = " FOR UPDATE"
    found = store.select(f"SELECT seq, hash FROM audit_head WHERE chain = %s{lock}", [chain.hex])  # noqa: S608
    if found:
        return found[0][0], bytes(found[0][1])
    made = Head.objects.create(chain=chain)
    return made.seq, bytes(made.hash)
