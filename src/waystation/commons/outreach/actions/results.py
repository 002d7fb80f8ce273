"""Recording what came of a night, in one form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from waystation.commons.outreach import policies, selectors
from waystation.commons.outreach.actions.places import KIND
from waystation.commons.outreach.actions.plans import check_codes, locked
from waystation.commons.outreach.errors import NotAllowed, NotNow
from waystation.commons.outreach.models import Hotspot, Night, Outcome
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Subject

MOST = 9_999


@dataclass(frozen=True)
class Result:
    """One outreach night as it was. `materials` maps a code to how many; the rest are codes."""

    hotspot: Hotspot
    on: dt.date
    starts: dt.time
    ends: dt.time
    contacts: int
    referrals: int = 0
    materials: Mapping[str, int] = field(default_factory=dict)
    languages: Sequence[str] = ()
    needs: Sequence[str] = ()
    remarks: Sequence[str] = ()


def record_night(actor: Actor, result: Result, *, night: Night | None = None, version: int | None = None) -> Night:
    """Write down a night, planned or not, or write it anew.

    Raises NotAllowed, NotNow (a day to come, or called off), Changed, UnknownCode, ValueError.
    """
    is_crew = night is not None and night.crew.filter(pk=actor.id).exists()
    selectors.need_to_see(actor)
    if not policies.can_record(actor.role, is_crew) or result.hotspot.agency_id != actor.agency_id:
        raise NotAllowed("record")
    _check(result)
    row = night or Night(agency=actor.agency, planned_by=actor.member, entered_on=clock.today())
    with gate.deed(actor, "outreach.night_recorded", Subject(KIND, row.pk, actor.agency_id)):
        if night is not None:
            row = locked(actor, night, version)
            if row.status == Night.Status.CANCELLED:
                raise NotNow("called off")
            row.version += 1
        row.hotspot, row.on, row.starts, row.ends = result.hotspot, result.on, result.starts, result.ends
        row.status = Night.Status.DONE
        row.save()
        if night is None:
            row.crew.set([actor.member])
        _write(actor, row, result)
    return row


def _write(actor: Actor, night: Night, result: Result) -> None:
    values = {
        "contacts": result.contacts, "referrals": result.referrals, "needs": sorted(result.needs),
        "materials": {code: number for code, number in sorted(result.materials.items()) if number},
        "languages": sorted(result.languages), "remarks": sorted(result.remarks), "entered_by": actor.member,
    }  # fmt: skip
    Outcome.objects.update_or_create(
        night=night, defaults=values, create_defaults={**values, "entered_on": clock.today()}
    )


def _check(result: Result) -> None:
    if result.on > clock.today():
        raise NotNow("a day to come")
    check_codes("outreach_material", list(result.materials))
    check_codes("outreach_need", result.needs)
    check_codes("language", result.languages)
    numbers = [result.contacts, result.referrals, *result.materials.values()]
    if any(isinstance(number, bool) or not 0 <= number <= MOST for number in numbers):
        raise ValueError(f"a count is a whole number from 0 to {MOST}")
    check_codes("outreach_remark", result.remarks)
