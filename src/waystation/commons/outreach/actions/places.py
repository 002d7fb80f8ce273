"""Keeping hotspots."""

from __future__ import annotations

from waystation.commons.outreach import policies, words
from waystation.commons.outreach.errors import NotAllowed
from waystation.commons.outreach.models import Hotspot
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Subject

KIND = "outreach"


def save_hotspot(
    actor: Actor, *, name: str, area: str, kind: str, hotspot: Hotspot | None = None, is_active: bool = True
) -> Hotspot:
    """Add a hotspot or change one.

    Raises NotAllowed, LeadsToSomebody, UnknownCode, IntegrityError for a name that is taken.
    """
    if not policies.can_plan(actor.role):
        raise NotAllowed("plan")
    codes.get("hotspot_kind")[kind]
    words.refuse(name, area, allowed={"transit"})  # a station is a place where people are met
    row = hotspot or Hotspot(agency=actor.agency, created_on=clock.today())
    row.name, row.area, row.kind, row.is_active = name, area, kind, is_active
    with gate.deed(actor, "outreach.hotspot_saved", Subject(KIND, row.pk, actor.agency_id)):
        row.save()
    return row
