"""What a Today page is made of: sections of items, and the desk they are gathered for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from waystation.care.cases.selectors import Row, closings_to_read, worklist
from waystation.care.intake.selectors import SituationRow, handed_over_to
from waystation.care.intake.waiting import Waiting, waiting
from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class Item:
    """One thing to look at: words, where it leads, a badge with its kind (attend, plain, done)."""

    title: str
    url: str
    text: str = ""
    badge: str = ""
    kind: str = "plain"


@dataclass(frozen=True)
class Section:
    """A group of items with a heading, and what to say when there are none."""

    key: str
    title: str
    empty: str
    items: list[Item] = field(default_factory=list)
    act: str = ""
    act_url: str = ""


@dataclass
class Desk:
    """The member whose day it is; what several sections need is read once, so that it is one journal line."""

    actor: Actor

    @cached_property
    def cases(self) -> list[Row]:
        return worklist(self.actor)

    @cached_property
    def closings(self) -> list[Row]:
        """Ends of colleagues' cases to read second, in a team without a supervisor."""
        return closings_to_read(self.actor)

    @cached_property
    def handed(self) -> list[SituationRow]:
        """Situations handed over to this member."""
        return handed_over_to(self.actor)

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Messages that nobody has answered yet."""
        return waiting(self.actor)
