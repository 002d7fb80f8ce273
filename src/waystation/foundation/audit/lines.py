"""Lines of the journal that count by themselves: only in events that this server sealed, and as it sealed them."""

from __future__ import annotations

from collections.abc import Iterable
from hmac import compare_digest
from typing import NamedTuple
from uuid import UUID

from waystation.foundation.audit import seals
from waystation.foundation.audit.canon import event_hash
from waystation.foundation.audit.models import Event, Write


class Line(NamedTuple):
    """The newest thing a journal says of an object: `seq` is the event's place in its chain."""

    version: int
    digest: bytes
    seq: int


def sealed_lines(objects: Iterable[UUID], chain: UUID) -> dict[UUID, Line]:
    """The newest line of each object in a chain. An object whose newest line this server did not write is absent.

    Proves each event by itself, not the chain: call `stands` before, or a line that was taken away goes unnoticed.
    """
    newest: dict[UUID, tuple[int, bytes, int]] = {}
    lines = Write.objects.filter(event__chain=chain, object__in=list(objects)).order_by("version", "id")
    for name, version, digest, event in lines.values_list("object", "version", "digest", "event_id"):
        newest[name] = (version, bytes(digest), event)
    events = {event.pk: event for event in Event.objects.filter(pk__in={event for _, _, event in newest.values()})}
    good = {pk for pk, event in events.items() if _is_ours(event)}
    return {
        name: Line(version, digest, events[event].seq)
        for name, (version, digest, event) in newest.items()
        if event in good
    }


def _is_ours(event: Event) -> bool:
    writes = Write.objects.filter(event=event).order_by("id").values_list("object", "version", "digest")
    made = event_hash(
        bytes(event.previous), event.chain, event.seq, event.at, event.verb, event.actor, event.subject,
        bytes(event.detail), [(name, version, bytes(digest)) for name, version, digest in writes],
    )  # fmt: skip
    sealed = seals.seal(seals.sealing_key(), made)
    return made == bytes(event.hash) and compare_digest(sealed, bytes(event.seal))
