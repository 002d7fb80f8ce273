"""Who did and who read what: the journal of one subject, for those who may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from waystation.foundation import store
from waystation.foundation.agencies.selectors import names_of
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import Verification, events_for, verify
from waystation.foundation.gate.actor import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.gate.reading import LIST_READ
from waystation.foundation.keyring import journal
from waystation.foundation.keyring.decisions import Subject
from waystation.foundation.keyring.errors import Tampered


@dataclass(frozen=True)
class Entry:
    """One line. `detail` is None when it was sealed for an earlier circle of readers."""

    seq: int
    at: dt.datetime
    actor_name: str
    verb: str
    detail: dict[str, Any] | None


@dataclass(frozen=True)
class Journal:
    """All entries about a subject, oldest first, and the state of the whole chain."""

    entries: list[Entry]
    verification: Verification = field(default_factory=Verification)


def journal_of(actor: Actor, subject: Subject, *, verified: bool = True) -> Journal:
    """Every act on a subject and every reading of it, lists included. Rules decide about the field `journal`.

    Reading the journal is itself an event. `verified` False skips the proof of the chain. Raises Refused.
    """
    decision = require(actor, subject, {"journal"}, "journal")
    chain, keyring = actor.agency_id, actor.keyring
    with store.writing():
        journal.note(keyring, "journal.read", subject.id, detail={"rule": decision.rule}, at=decision.at)
    events = list(events_for(chain, subject.id, [LIST_READ]))
    names = names_of({event.actor for event in events if event.actor})
    entries = [
        Entry(event.seq, event.at, names.get(event.actor, "") if event.actor else "", event.verb, detail)
        for event, detail in _about(actor, subject, events)
    ]
    proof = verify(chain, keyring.bundle.heads) if verified else Verification()
    return Journal(entries, proof)


def shown_detail(actor: Actor, event: Event) -> dict[str, Any] | None:
    """The detail of a line, None when this reader cannot open it, or nobody can: then the proof says what is wrong."""
    try:
        return journal.detail_or_none(actor.keyring, event)
    except Tampered:
        return None


def _about(actor: Actor, subject: Subject, events: Iterable[Event]) -> Iterable[tuple[Event, dict[str, Any] | None]]:
    started = False
    for event in events:
        if event.subject is not None:
            started = True
            yield event, shown_detail(actor, event)
        elif started:
            detail = shown_detail(actor, event)
            if detail and _mentions(detail, subject):
                yield event, {name: value for name, value in detail.items() if name != "subjects"}


def _mentions(detail: dict[str, Any], subject: Subject) -> bool:
    """A list too long to name its subjects counts for every subject of its kind."""
    if detail.get("kind") != subject.kind:
        return False
    return "subjects" not in detail or subject.id.hex in detail["subjects"]
