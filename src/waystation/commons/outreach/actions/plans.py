"""Planning a night, changing the plan, calling it off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from waystation.commons.outreach import policies, selectors
from waystation.commons.outreach.actions.places import KIND
from waystation.commons.outreach.errors import Changed, NotAllowed, NotCleared, NotNow
from waystation.commons.outreach.models import Hotspot, Night
from waystation.core import codes
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor, Subject


@dataclass(frozen=True)
class Plan:
    """What, where, when, who, with what. `materials`, `languages` and `remarks` are codes, times are local."""

    hotspot: Hotspot
    on: dt.date
    starts: dt.time
    ends: dt.time
    crew: Sequence[Member] = ()
    materials: Sequence[str] = ()
    languages: Sequence[str] = ()
    remarks: Sequence[str] = ()


def plan_night(actor: Actor, plan: Plan) -> Night:
    """Put a night on the plan. Raises NotAllowed, NotCleared, UnknownCode."""
    check(actor, plan)
    night = Night(agency=actor.agency, planned_by=actor.member, entered_on=clock.today())
    with gate.deed(actor, "outreach.night_planned", Subject(KIND, night.pk, actor.agency_id)):
        write(night, plan)
    return night


def change_night(actor: Actor, *, night: Night, plan: Plan, version: int | None = None) -> Night:
    """Change a plan. Raises as `plan_night`, Changed, NotNow when the night is over or called off."""
    check(actor, plan)
    with gate.deed(actor, "outreach.night_changed", Subject(KIND, night.pk, actor.agency_id)):
        row = locked(actor, night, version)
        if row.status != Night.Status.PLANNED:
            raise NotNow("planned")
        row.version += 1
        write(row, plan)
    return row


def call_off(actor: Actor, *, night: Night) -> None:
    """A planned night does not take place. Raises NotAllowed, NotNow when it is done or somebody is out."""
    if not policies.can_plan(actor.role):
        raise NotAllowed("plan")
    with gate.deed(actor, "outreach.night_called_off", Subject(KIND, night.pk, actor.agency_id)):
        row = locked(actor, night, None)
        if row.status == Night.Status.DONE or row.presences.filter(back_at=None).exists():
            raise NotNow("call_off")
        row.status, row.version = Night.Status.CANCELLED, row.version + 1
        row.save()


def check(actor: Actor, plan: Plan) -> None:
    """Raises NotAllowed, NotCleared, UnknownCode."""
    if not policies.can_plan(actor.role):
        raise NotAllowed("plan")
    if plan.hotspot.agency_id != actor.agency_id or any(one.agency_id != actor.agency_id for one in plan.crew):
        raise NotAllowed("another agency")
    kept_out = [
        one.display_name for one in plan.crew if not policies.can_go(one.role, selectors.is_cleared(one, plan.on))
    ]
    if kept_out:
        raise NotCleared(kept_out)
    check_codes("outreach_material", plan.materials)
    check_codes("language", plan.languages)
    check_codes("outreach_remark", plan.remarks)


def check_codes(name: str, given: Sequence[str]) -> None:
    """Raises UnknownCode."""
    for code in given:
        codes.get(name)[code]


def locked(actor: Actor, night: Night, version: int | None) -> Night:
    """The row as it is now, inside a deed. Raises Changed when it is not the version that was shown."""
    row = Night.objects.select_for_update().get(pk=night.pk, agency=actor.agency_id)
    if version is not None and row.version != version:
        raise Changed(str(row.version))
    return row


def write(night: Night, plan: Plan) -> None:
    """Save a night as planned, inside a deed."""
    night.hotspot, night.on, night.starts, night.ends = plan.hotspot, plan.on, plan.starts, plan.ends
    night.materials, night.languages = list(plan.materials), list(plan.languages)
    night.remarks = sorted(plan.remarks)
    night.save()
    night.crew.set(plan.crew)
