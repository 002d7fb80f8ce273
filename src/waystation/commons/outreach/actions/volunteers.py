"""Noting the state of a volunteer's check."""

from __future__ import annotations

import datetime as dt

from waystation.commons.outreach import policies
from waystation.commons.outreach.actions.places import KIND
from waystation.commons.outreach.errors import NotAllowed
from waystation.commons.outreach.models import Clearance
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor, Subject


def note_clearance(actor: Actor, *, member: Member, status: str, until: dt.date | None = None) -> Clearance:
    """Pending, cleared (until a day, or without an end) or not cleared. Nobody notes their own.

    Raises NotAllowed, ValueError for a status that is none.
    """
    if status not in Clearance.Status.values:
        raise ValueError("a status of the list")
    allowed = policies.can_clear(actor.role) and policies.needs_clearance(member.role)
    if not allowed or member.agency_id != actor.agency_id or member.pk == actor.id:
        raise NotAllowed("clear")
    with gate.deed(actor, "outreach.clearance_noted", Subject(KIND, member.pk, actor.agency_id), {"status": status}):
        row, _ = Clearance.objects.update_or_create(
            member=member,
            defaults={"status": status, "until": until, "noted_by": actor.member, "noted_on": clock.today()},
        )
    return row
