"""Reading the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from waystation.foundation.audit.models import Event, Head, Write
from waystation.foundation.audit.verification import Verification, verify

__all__ = ["Verification", "events_for", "head_of", "latest_digests", "verify"]


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
    found: dict[UUID, tuple[int, bytes]] = {}
    rows = Write.objects.filter(object__in=list(objects)).values_list("object", "version", "digest")
    for item, version, digest in rows.iterator(chunk_size=5000):
        known = found.get(item)
        if known is None or version > known[0]:
            found[item] = (version, bytes(digest))
    return found
