"""Who may change the directory. Reading it is public."""

from __future__ import annotations

from waystation.foundation.gate.actor import Actor

EDITORS = frozenset({"coordinator", "administrator", "supervisor"})
COUNTERS = EDITORS | {"intake_worker", "case_manager", "hotline_advocate"}


class NotAllowed(Exception):
    """The member's role does not include this act on the directory."""


def may_edit(actor: Actor) -> bool:
    """Entries, verification, import and export."""
    return actor.role in EDITORS


def may_count(actor: Actor, agency: object) -> bool:
    """Free places: the editors, and staff of the agency whose service it is."""
    return actor.role in EDITORS or (actor.role in COUNTERS and actor.agency_id == agency)
