"""Where a case came from: the wing that heard of the person first says so when the site starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from waystation.care.cases.models import Case
from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class Origin:
    """A page to go back to, for a member who may open it."""

    label: str
    url: str


Finder = Callable[[Actor, Case], list[Origin]]
_finders: list[Finder] = []


def register_origins(finder: Finder) -> None:
    """Add a finder; it opens nothing sealed and names only what this member may open."""
    if finder not in _finders:
        _finders.append(finder)


def origins_of(actor: Actor, case: Case) -> list[Origin]:
    """Every page this case came from that this member may open."""
    return [origin for finder in _finders for origin in finder(actor, case)]
