"""The journal of a whole agency, page by page, for those who may read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from waystation.foundation import store
from waystation.foundation.agencies.selectors import names_of
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import Verification, events_for, verify
from waystation.foundation.gate.actor import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.gate.journals import Entry, shown_detail
from waystation.foundation.keyring import journal
from waystation.foundation.keyring.decisions import Subject

KIND = "journal"
READINGS, REFUSALS = Q(verb__endswith=".read"), Q(verb__endswith=".refused")
KINDS = {"all": Q(), "readings": READINGS, "changes": ~READINGS & ~REFUSALS, "refused": REFUSALS}


@dataclass(frozen=True)
class Asked:
    """Which lines: of one member, of one kind (a key of `KINDS`), of one local day, older than a place in the chain."""

    who: UUID | None = None
    kind: str = "all"
    day: dt.date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Slice:
    """Lines, newest first; `older` is what to ask as `before` for the next ones, None at the end."""

    lines: list[tuple[Entry, UUID | None]]
    older: int | None
    total: int
    verification: Verification


def agency_journal(actor: Actor, asked: Asked, size: int = 50) -> Slice:
    """A page of the agency's journal with the proof of the whole chain. Rules of kind `journal` decide.

    Reading it is itself an event, and so the newest line. Raises Refused, KeyError for an unknown kind.
    """
    wanted = KINDS[asked.kind]
    chain, keyring = actor.agency_id, actor.keyring
    decision = require(actor, Subject(KIND, chain, chain), {"journal"}, "journal")
    with store.writing():
        journal.note(keyring, "journal.read", chain, detail={"rule": decision.rule}, at=decision.at)
    events = _filtered(events_for(chain).filter(wanted), asked)
    total = events.count()
    if asked.before is not None:
        events = events.filter(seq__lt=asked.before)
    page = list(events.order_by("-seq")[: size + 1])
    names = names_of({event.actor for event in page if event.actor})
    lines = [
        (
            Entry(
                event.seq, event.at, names.get(event.actor, "") if event.actor else "", event.verb,
                shown_detail(actor, event),
            ),
            event.subject,
        )
        for event in page[:size]
    ]  # fmt: skip
    older = page[size - 1].seq if len(page) > size else None
    return Slice(lines, older, total, verify(chain, keyring.bundle.heads))


def _filtered(events: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    if asked.who is not None:
        events = events.filter(actor=asked.who)
    if asked.day is not None:
        start = timezone.make_aware(dt.datetime.combine(asked.day, dt.time.min))
        events = events.filter(at__gte=start, at__lt=start + dt.timedelta(days=1))
    return events
