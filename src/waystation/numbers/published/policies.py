"""Who reads what was published. Pure."""

from __future__ import annotations

COALITION_READERS = frozenset({"analyst", "coordinator"})


def can_read_coalition(role: str | None) -> bool:
    """Estimates for the coalition: coordinators and analysts of its agencies, signed in."""
    return role in COALITION_READERS
