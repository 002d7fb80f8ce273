"""Deeds: one act, one transaction, one event at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from waystation.foundation import store
from waystation.foundation.audit.canon import Written
from waystation.foundation.gate.actor import Actor
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring import journal
from waystation.foundation.keyring.decisions import Decision, Subject


class Deed:
    """An act under way: collects what it wrote; `detail` may still grow."""

    def __init__(self, detail: Mapping[str, Any] | None, decision: Decision | None) -> None:
        self.detail: dict[str, Any] = dict(detail or {})
        self.decision = decision
        self.writes: list[Written] = []

    def wrote(self, written: Written | Iterable[Written]) -> None:
        """Take the line (or lines) of a keyring action into the event of this act."""
        if isinstance(written, Written):
            self.writes.append(written)
        else:
            self.writes.extend(written)


@contextmanager
def deed(
    actor: Actor,
    verb: str,
    subject: Subject | None,
    detail: Mapping[str, Any] | None = None,
    *,
    fields: Collection[str] = (),
    purpose: str | None = None,
) -> Iterator[Deed]:
    """A write transaction whose last statement is the journal entry, its detail sealed to the journal team.

    With `purpose` the gate decides first (about `fields`, or the verb when there are none) and Refused is raised
    before anything is written. Anything raised inside undoes the act and leaves no event. A deed within a deed joins
    the outer transaction and writes an event of its own.
    """
    decision = None
    if purpose is not None and subject is not None:
        decision = require(actor, subject, fields or {verb}, purpose)
    with store.writing():
        act = Deed(detail, decision)
        try:
            yield act
        except BaseException:
            actor.keyring.forget_pending()
            raise
        if decision is not None:
            act.detail.setdefault("rule", decision.rule)
        journal.note(
            actor.keyring, verb, subject.id if subject else None, detail=act.detail, writes=act.writes, at=actor.at
        )
