"""The narrow way to tips: what leads ask of the room that receives them. One module answers, and registers here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

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
        """Tips of the actor's teams. Those named are opened whole; of all, only what links them. Empty for others."""

    def rows(self, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, dt.date]]:
        """{tip: (agency, team, last day)} from clear rows, of tips that live."""

    def closed(self, ids: Collection[UUID]) -> set[UUID]:
        """Which of these a member has ended, from clear rows."""

    def set_class(self, actor: Actor, ids: Collection[UUID], outcome: str) -> None:
        """Write the outcome class the order number shows, inside the deed of a member of the team."""

    def keep_until(self, actor: Actor, ids: Collection[UUID], day: dt.date, reason: str) -> None:
        """Set the last day, inside the deed of a member of the team. The room of tips erases what is over."""


class _None:
    """No room of tips is there: nothing to read, nothing to change."""

    def tips(self, actor: Actor, ids: Collection[UUID] | None = None) -> list[Tip]:
        return []

    def rows(self, ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, dt.date]]:
        return {}

    def closed(self, ids: Collection[UUID]) -> set[UUID]:
        return set()

    def set_class(self, actor: Actor, ids: Collection[UUID], outcome: str) -> None:
        return None

    def keep_until(self, actor: Actor, ids: Collection[UUID], day: dt.date, reason: str) -> None:
        return None


_source: Source = _None()


def register(source: Source) -> Source:
    """Name who answers for tips; returns who did before."""
    global _source
    before, _source = _source, source
    return before


def tips_source() -> Source:
    """Who answers for tips now."""
    return _source
