"""What the pages of outreach say, in words: codes in the reader's language, people by their names."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from waystation.commons.outreach import policies
from waystation.commons.outreach.models import Hotspot, Night, Presence
from waystation.commons.outreach.selectors import Volunteer
from waystation.core import codes
from waystation.core.disclosure.withhold import withhold_count
from waystation.foundation import clock
from waystation.foundation.gate import Actor


def words(name: str, code: str) -> str:
    """A code in the reader's language; one the list no longer has is shown as it is."""
    try:
        return codes.label(name, code, get_language() or "en")
    except codes.CodeError:
        return code


def listed(name: str, found: list[str]) -> str:
    return ", ".join(words(name, code) for code in found)


def hotspot(row: Hotspot) -> dict[str, Any]:
    return {"row": row, "kind": words("hotspot_kind", row.kind)}


def night(row: Night) -> dict[str, Any]:
    """A night with its words."""
    return {
        "row": row,
        "kind": words("hotspot_kind", row.hotspot.kind),
        "crew": ", ".join(sorted(one.display_name for one in row.crew.all())),
        "materials": listed("outreach_material", row.materials),
        "languages": listed("language", row.languages),
        "remarks": listed("outreach_remark", row.remarks),
        "badge": {"done": "done", "cancelled": "unknown"}.get(row.status, "plain"),
    }


def outcome(row: Night) -> dict[str, Any] | None:
    """What came of it, with counts of 1 to 10 withheld as everywhere; the form shows its writers what they wrote."""
    found = getattr(row, "outcome", None)
    if found is None:
        return None
    return {
        "contacts": withhold_count(found.contacts),
        "referrals": withhold_count(found.referrals),
        "materials": [
            (words("outreach_material", code), withhold_count(number)) for code, number in found.materials.items()
        ],
        "languages": listed("language", found.languages),
        "needs": listed("outreach_need", found.needs),
        "remarks": listed("outreach_remark", found.remarks),
        "entered_on": found.entered_on,
    }


def being_out(actor: Actor, row: Presence) -> dict[str, Any]:
    """A colleague who is out, in local time, and whether this member may say that they are back."""
    mine = actor.id in (row.member_id, row.watcher_id)
    return {
        "row": row,
        "due": timezone.localtime(row.due_at),
        "is_late": row.due_at < clock.now(),
        "is_me": row.member_id == actor.id,
        "may_end": mine or policies.can_plan(actor.role),
    }


def plan_of(row: Night) -> dict[str, Any]:
    """The fields of the plan's form as they are now."""
    names = ("hotspot", "on", "starts", "ends", "materials", "languages", "remarks", "version")
    return {name: getattr(row, name) for name in names} | {"crew": list(row.crew.all())}


def result_of(row: Night) -> dict[str, Any]:
    """The fields of the night's form: the plan, or what was written before."""
    known = {name: getattr(row, name) for name in ("hotspot", "on", "starts", "ends", "languages", "version")}
    found = getattr(row, "outcome", None)
    if found is None:
        return known
    known |= {name: getattr(found, name) for name in ("contacts", "referrals", "languages", "needs", "remarks")}
    return known | {f"given_{code}": number for code, number in found.materials.items()}


def clearance_of(row: Volunteer) -> dict[str, Any]:
    """How the form of a volunteer's check is made: its prefix and what is known."""
    known = row.clearance
    initial = {"status": known.status, "until": known.until} if known else {"status": "pending"}
    return {"prefix": row.member.pk.hex, "initial": initial}
