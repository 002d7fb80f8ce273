"""Who may do what with a count across agencies. Pure."""

from __future__ import annotations

KEEPERS = frozenset({"analyst", "coordinator"})


def can_keep(role: str) -> bool:
    """Begin a count, type in what partners send, read what came of it."""
    return role in KEEPERS


def can_send(analyses: bool, holds_statistics_key: bool) -> bool:
    """Count the own agency's clients and let the totals out."""
    return analyses and holds_statistics_key
