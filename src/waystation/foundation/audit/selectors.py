"""Reading the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from waystation.foundation import store
from waystation.foundation.audit.models import Event, Head
from waystation.foundation.audit.verification import START, Point, Verification, stands, verify

__all__ = [
    "START", "Point", "Verification", "events_for", "first_writes", "head_of", "latest_digests",
    "latest_digests_in_hex", "stands", "verify",
]  # fmt: skip


def events_for(chain: UUID, subject: UUID | None = None, verbs: Collection[str] = ()) -> QuerySet[Event]:
    """Events of a chain in order; of one subject, and of any subject with one of `verbs`, when given."""
    events = Event.objects.filter(chain=chain).order_by("seq")
    if subject is not None:
        events = events.filter(Q(subject=subject) | Q(subject=None, verb__in=list(verbs)))
    return events


def head_of(chain: UUID) -> tuple[int, bytes]:
    """(length, newest hash) of a chain; (0, 32 zero bytes) when it is empty."""
    row = Head.objects.filter(chain=chain).values_list("seq", "hash").first()
    return (row[0], bytes(row[1])) if row else (0, bytes(32))


def first_writes(chain: UUID) -> list[UUID]:
    """What the first event of a chain wrote, in order."""
    text = f"""
        SELECT {store.in_hex("w.object")} FROM audit_event e CROSS JOIN audit_write w
        WHERE e.chain = %s AND e.seq = 1 AND w.event_id = e.id ORDER BY w.id
    """  # noqa: S608
    return [UUID(row[0]) for row in store.select(text, [chain.hex])]


def latest_digests(objects: Iterable[UUID], chains: Collection[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """The newest (version, digest) of each object in these chains; objects never written are absent. One query.

    Name the chains one has reason to believe: a line in a chain that nobody verifies is anybody's.
    """
    ids = {item.hex: item for item in objects}
    return {ids[name]: found for name, found in latest_digests_in_hex(ids, chains).items()}


def latest_digests_in_hex(objects: Iterable[str], chains: Collection[UUID]) -> dict[str, tuple[int, bytes]]:
    """`latest_digests` for many ids, given and returned as 32 hex digits."""
    condition, ids = store.among("w.object", sorted(objects))  # in order, so that neighbours are read together
    believed, names = store.among("e.chain", (chain.hex for chain in chains))
    name = store.in_hex("w.object")
    if connection.vendor == "sqlite":  # which takes the other columns from the row that holds the maximum
        head, tail = f"SELECT {name}, MAX(w.version), w.digest", "GROUP BY w.object"
    else:
        head, tail = f"SELECT DISTINCT ON (w.object) {name}, w.version, w.digest", "ORDER BY w.object, w.version DESC"
    tables = "audit_write w CROSS JOIN audit_event e"  # in this order, which SQLite then keeps
    text = f"{head} FROM {tables} WHERE e.id = w.event_id AND {condition} AND {believed} {tail}"
    return {name: (version, bytes(digest)) for name, version, digest in store.select(text, [ids, names])}
