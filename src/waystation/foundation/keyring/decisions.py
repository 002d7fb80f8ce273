"""The types of a decision. They live here because a capsule opens only under one; the rules live in gate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, init=False)
class Subject:
    """What a decision is about. `row` may carry the clear metadata row, so that rules need no query."""

    kind: str
    id: UUID
    agency: UUID
    row: Any = field(default=None, compare=False, repr=False)

    def __init__(self, kind: str, id: UUID, agency: UUID, row: Any = None) -> None:
        values = self.__dict__  # a list makes hundreds of these; the frozen class's own way costs three times as much
        values["kind"], values["id"], values["agency"], values["row"] = kind, id, agency, row


@dataclass(frozen=True)
class Decision:
    """The gate's answer. `fields` are `compartment` or `compartment.field`; `rule` and `reason` say why."""

    allowed: bool
    actor: UUID
    subjects: tuple[UUID, ...]
    kind: str
    fields: frozenset[str]
    purpose: str
    path: str
    at: dt.datetime
    rule: str
    reason: str

    def compartments(self) -> dict[str, frozenset[str] | None]:
        """{compartment: the fields allowed in it, or None for all of them}."""
        found: dict[str, frozenset[str] | None] = {}
        for item in self.fields:
            compartment, _, name = item.partition(".")
            if not name:
                found[compartment] = None
            elif found.get(compartment, frozenset()) is not None:
                found[compartment] = (found.get(compartment) or frozenset()) | {name}
        return found
