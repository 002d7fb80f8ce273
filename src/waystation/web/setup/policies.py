"""Who may set the agency up: its administrators."""

from __future__ import annotations

from waystation.foundation.agencies.policies import can_change_teams, can_enrol


def can_set_up(role: str) -> bool:
    """Whoever enrols people and makes teams."""
    return can_enrol(role) and can_change_teams(role)
