"""What lines a month sheet is of. Numbers knows no line itself: whoever keeps them says their names here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

LineNames = Callable[[UUID], tuple[str, ...]]
_SOURCES: dict[str, LineNames] = {}


def register(name: str, source: LineNames) -> None:
    """Take a source of names of an agency's lines; registered again by the same name, it is replaced."""
    _SOURCES[name] = source


def line_names(agency: UUID) -> tuple[str, ...]:
    """The names of the agency's lines that answer the public, in the order of the alphabet."""
    return tuple(sorted(name for source in _SOURCES.values() for name in source(agency)))
