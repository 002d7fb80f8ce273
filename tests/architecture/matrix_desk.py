"""Notes of the desk for the role matrix: of shifts that ended, and patterns, of each help line's own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from waystation.care.intake import actions
from waystation.care.intake.models import DeskNote
from waystation.foundation import gate
from waystation.foundation.gate import Actor

WRITERS = {"own_note": "ana", "team_note": "alma", "other_team": "nadia", "other_agency": "olga"}
"""Who wrote it, by how it stands to the advocate who is asked about it."""


def things(world: Any) -> dict[str, dict[str, dict[str, dict[str, Any]]]]:
    """A shift's note and a pattern for each relation, and none at all for unknown_id."""
    made: dict[str, dict[str, dict[str, dict[str, Any]]]] = {"shift_note": {}, "pattern": {}}
    for relation, who in WRITERS.items():
        actor = world.actor(who)
        made["shift_note"][relation] = {"casework": {"note_id": _shift(actor)}}
        pattern = actions.note_pattern(actor, alias="Night owl", text="Hums, then hangs up.")
        made["pattern"][relation] = {"casework": {"note_id": pattern.pk}}
    for family in made.values():
        family["unknown_id"] = {"casework": {"note_id": uuid4()}}
    return made


def _shift(actor: Actor) -> object:
    shift = actions.open_shift(actor)
    actions.close_shift(actor, shift=shift, text="Somebody calls again at nine.")
    return shift.pk


def note_subject(world: Any, role: str, actor: Actor, standing: str) -> gate.Subject:
    """A note that was never saved, for the policy table."""
    whose, _sign, kind = standing.partition("_")
    row = DeskNote(agency_id=actor.agency_id, team=world.team("intake"), kind=kind if whose != "other" else "shift")
    row.taken_by = actor.member if whose == "own" else world.member("alma")
    if standing == "other_team":
        row.team = world.team("night")
    if standing == "other_agency":
        row.agency, row.team = world.agency("crosskeys"), world.team("crosskeys_intake")
    return gate.Subject("desk_note", row.pk, row.agency_id, row)
