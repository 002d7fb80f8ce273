"""Who may run a line, who may answer it, who may put a colleague on a shift. Pure: roles in, yes or no out.

A line holds no word about a person served, so the administrator, who opens nothing sealed, may run one; so may the
supervisors of the agency, and its coordinator where the agency that holds the community together runs the line itself.
Being on call is an advocate's time: nobody but themselves or a supervisor of their agency disposes of it.
"""

from __future__ import annotations

from waystation.foundation.agencies.roles import roles

COORDINATOR = "coordinator"
ON_CALL = frozenset({"hotline_advocate", "intake_worker", "supervisor"})


def _fact(role: str, name: str) -> bool:
    found = roles().get(role)
    return bool(found and getattr(found, name))


def can_run(role: str) -> bool:
    """Make a line of the own agency and change what it says, when it answers and whom it asks to be on call."""
    return role == COORDINATOR or _fact(role, "administers") or _fact(role, "supervises")


def can_answer(role: str) -> bool:
    """Be on call: advocates, intake workers and supervisors who belong to the line's intake team."""
    return role in ON_CALL


def can_see(role: str) -> bool:
    """Open the pages about lines at all."""
    return can_run(role) or can_answer(role)


def can_set_shifts(role: str) -> bool:
    """Put a colleague on a shift, or take one off, without being asked: supervisors only."""
    return _fact(role, "supervises")
