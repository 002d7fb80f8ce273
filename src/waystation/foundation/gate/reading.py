"""Reading: decide, write the reading down, then open. In that order, or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from waystation.foundation import store
from waystation.foundation.gate.actor import Actor
from waystation.foundation.gate.deciding import SEE, require
from waystation.foundation.keyring import journal
from waystation.foundation.keyring.decisions import Decision, Subject
from waystation.foundation.keyring.selectors.capsules import Opened, held_places, open_capsules
from waystation.foundation.keyring.selectors.statistics import load_shard, open_statistics

MOST_IDS = 500
LIST_READ = "list.read"


def holds(actor: Actor, subject: Subject, compartment: str) -> bool:
    """Whether this member has a key of a compartment: for forms that could only be refused. Opens nothing."""
    return compartment in held_places(actor.keyring, subject.id, [compartment])


def read(
    actor: Actor,
    subjects: Sequence[Subject] | Subject,
    fields: Collection[str],
    purpose: str,
    *,
    skip_missing: bool = False,
) -> list[Opened]:
    """Open compartments for a person to see. One event for the whole list, committed before anything is opened.

    `fields` are `compartment` or `compartment.field`. Raises Refused, NoKey, Tampered; ValueError for the purpose
    `see`, which opens nothing; RuntimeError inside a deed, because a reading must stay written down even when the deed
    fails: read first, then act.
    """
    asked = [subjects] if isinstance(subjects, Subject) else list(subjects)
    if store.is_writing():
        raise RuntimeError("read before the deed: a reading is journaled in a transaction of its own")
    if purpose == SEE:
        raise ValueError("seeing opens nothing: say what it is read for")
    if not asked:
        return []
    decision = require(actor, asked, fields, purpose)
    with store.writing():
        _note(actor, decision)
    return open_capsules(decision, actor.keyring, skip_missing=skip_missing)


def read_statistics(
    actor: Actor, kind: str, day: dt.date, purpose: str, skip: Collection[UUID] = ()
) -> list[dict[str, Any]]:
    """Statistics records of a kind current at the end of `day`, but for `skip`. Rules of kind `statistics` decide.

    Raises Refused, NoKey, Tampered.
    """
    subject = Subject("statistics", actor.agency_id, actor.agency_id)
    decision = require(actor, subject, {kind}, purpose)
    with store.writing():
        detail = {"kind": kind, "day": day.isoformat(), "purpose": purpose, "rule": decision.rule}
        journal.note(actor.keyring, "statistics.read", actor.agency_id, detail=detail, at=decision.at)
    return list(open_statistics(decision, actor.keyring, kind, day, skip))


def read_shard(actor: Actor, kind: str, batch_on: dt.date, purpose: str) -> bytes | None:
    """A compacted batch of statistics, journaled before it is opened. Raises Refused, NoKey, Tampered."""
    subject = Subject("statistics", actor.agency_id, actor.agency_id)
    decision = require(actor, subject, {kind}, purpose)
    with store.writing():
        detail = {"kind": kind, "batch": batch_on.isoformat(), "purpose": purpose, "rule": decision.rule}
        journal.note(actor.keyring, "statistics.read", actor.agency_id, detail=detail, at=decision.at)
    return load_shard(decision, actor.keyring, kind, batch_on)


def _note(actor: Actor, decision: Decision) -> None:
    detail: dict[str, Any] = {
        "fields": sorted(decision.fields),
        "purpose": decision.purpose,
        "path": decision.path,
        "rule": decision.rule,
    }
    if len(decision.subjects) == 1:
        journal.note(actor.keyring, f"{decision.kind}.read", decision.subjects[0], detail=detail, at=decision.at)
        return
    detail["kind"], detail["count"] = decision.kind, len(decision.subjects)
    if len(decision.subjects) <= MOST_IDS:
        detail["subjects"] = [item.hex for item in decision.subjects]
    else:
        detail["digest"] = sha256(b"".join(sorted(item.bytes for item in decision.subjects))).hexdigest()
    journal.note(actor.keyring, LIST_READ, detail=detail, at=decision.at)
