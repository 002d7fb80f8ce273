"""What is a member's and needs a colleague when they leave: wings say how many, and where a supervisor acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from waystation.foundation.agencies.models import Member


class Holding(NamedTuple):
    """So many of something are still the member's; `url` is where a supervisor gives them to a colleague."""

    label: str
    number: int
    url: str


Counter = Callable[[Member], list[Holding]]
_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Let a wing speak; the same one twice counts once."""
    if counter not in _counters:
        _counters.append(counter)


def of(member: Member) -> list[Holding]:
    """Everything that is still this member's."""
    return [holding for counter in _counters for holding in counter(member) if holding.number]
