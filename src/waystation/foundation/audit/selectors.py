"""Reading the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from waystation.foundation import store
from waystation.foundation.audit.models import Event, Head
from waystation.foundation.audit.verification import Verification, verify

__all__ = ["Verification", "events_for", "head_of", "latest_digests", "latest_digests_in_hex", "verify"]


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


def latest_digests(objects: Iterable[UUID]) -> dict[UUID, tuple[int, bytes]]:
    """The newest journaled (version, digest) of each object; objects never written are absent. One query."""
    ids = {item.hex: item for item in objects}
    return {ids[name]: found for name, found in latest_digests_in_hex(ids).items()}


def latest_digests_in_hex(objects: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """`latest_digests` for many ids, given and returned as 32 hex digits."""
    condition, value = store.among("object", objects)
    name = store.in_hex("object")
    if connection.vendor == "sqlite":  # which takes the other columns from the row that holds the maximum
        head, tail = f"SELECT {name}, MAX(version), digest", "GROUP BY object"
    else:
        head, tail = f"SELECT DISTINCT ON (object) {name}, version, digest", "ORDER BY object, version DESC"
    with connection.cursor() as cursor:
        cursor.execute(f"{head} FROM audit_write WHERE {condition} {tail}", [value])
        return {name: (version, bytes(digest)) for name, version, digest in cursor.fetchall()}
