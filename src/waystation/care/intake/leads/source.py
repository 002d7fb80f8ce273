"""The narrow way to tips: what leads ask of the room that receives them. One module answers, and registers here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from waystation.foundation.audit.canon import Written
from waystation.foundation.gate import Actor

READ, PASSED_ON, ANSWERED, NOTHING = "read", "passed_on", "answered", "nothing_passed_on"
"""Outcome classes: the only thing the tipster's order number ever shows."""


@dataclass(frozen=True)
class Tip:
    """A tip, opened. `answers` by field code (see fields.py); `reporter` only when they offered it for the police.

    `ends_on`: its last day; `is_released`: a lead with it was passed on.
    """

    id: UUID
    team_id: UUID
    entered_on: dt.date
    ends_on: dt.date
    state: str = "new"
    answers: dict[str, str] = field(default_factory=dict)
    reporter: str = ""


class Source(Protocol):
    """What the room of tips answers. Only the tip lane: a message for help is never here."""

    def tips(self, actor: Actor, ids: Collection[UUID] | None = None) -> list[Tip]:
        """Tips of the actor's teams (those named, or all that live), one journal line. Empty for everybody else."""

    def rows(self, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, dt.date]]:
        """{tip: (agency, team, last day)} from clear rows, of tips that live."""

    def set_class(self, ids: Collection[UUID], outcome: str) -> None:
        """Write the outcome class the order number shows; inside a transaction, without keys."""

    def keep_until(self, ids: Collection[UUID], day: dt.date) -> None:
        """Set the last day; inside a transaction, without keys."""

    def due(self, day: dt.date) -> Sequence[tuple[UUID, UUID]]:
        """(tip, agency) of tips whose last day was before `day`."""

    def erase(self, tip: UUID) -> list[Written]:
        """Destroy keys, capsules and row of a tip; inside a transaction, without keys."""


class _None:
    """No room of tips is there: nothing to read, nothing to change."""

    def tips(self, actor: Actor, ids: Collection[UUID] | None = None) -> list[Tip]:
        return []

    def rows(self, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, dt.date]]:
        return {}

    def set_class(self, ids: Collection[UUID], outcome: str) -> None:
        return None

    def keep_until(self, ids: Collection[UUID], day: dt.date) -> None:
        return None

    def due(self, day: dt.date) -> Sequence[tuple[UUID, UUID]]:
        return ()

    def erase(self, tip: UUID) -> list[Written]:
        return []


_source: Source = _None()


def register(source: Source) -> Source:
    """Name who answers for tips; returns who did before."""
    global _source
    before, _source = _source, source
    return before


def tips_source() -> Source:
    """Who answers for tips now."""
    return _source
