"""Who may do what in outreach. Pure: a role and what is known of the member in, a yes or no out."""

from __future__ import annotations

PLANNERS = frozenset({"hotline_advocate", "supervisor", "coordinator"})
GOERS = PLANNERS | {"volunteer"}
CLEARERS = frozenset({"supervisor", "coordinator"})


def can_see(role: str, is_cleared: bool) -> bool:
    """Read where and when colleagues go at night: who plans it, and volunteers whose check is done."""
    return role in PLANNERS or (role == "volunteer" and is_cleared)


def can_plan(role: str) -> bool:
    """Keep hotspots and plans, and record any night of the agency."""
    return role in PLANNERS


def can_go(role: str, is_cleared: bool) -> bool:
    """Be planned for and go out: the same who may read the plan."""
    return can_see(role, is_cleared)


def can_clear(role: str) -> bool:
    """Note the state of a volunteer's check."""
    return role in CLEARERS


def needs_clearance(role: str) -> bool:
    """Whether a check comes before the first night."""
    return role == "volunteer"


def can_record(role: str, is_crew: bool) -> bool:
    """Write what came of a night: its crew, and those who plan."""
    return is_crew or can_plan(role)


def is_told(role: str, is_watcher: bool) -> bool:
    """Hear that somebody was due back: the colleague they named, supervisors and coordinators."""
    return is_watcher or role in CLEARERS
