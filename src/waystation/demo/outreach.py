"""The coalition's outreach: two places, a night that was, a night that comes, and Lucia, who is out and due back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from waystation.commons.outreach import actions
from waystation.commons.outreach.models import Hotspot
from waystation.demo.people import Staff
from waystation.demo.reading import ident, toml
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member


def seed_outreach(staff: Staff) -> None:
    """All by the coordinator, but for going out. Noor's check is pending, so no night can have her."""
    told = toml("outreach")
    gwen = staff.actor(told["coordinator"])
    lucia, noor = (Member.objects.get(pk=ident("member", told[name])) for name in ("out", "pending"))
    actions.note_clearance(gwen, member=lucia, status="cleared")
    actions.note_clearance(gwen, member=noor, status="pending")
    spots = [actions.save_hotspot(gwen, **entry) for entry in told["hotspot"]]
    crew = [gwen.member, lucia]
    _was(staff, told, spots)
    planned = told["planned"]
    actions.plan_night(gwen, _plan(planned, spots, clock.today() + dt.timedelta(days=planned["in_days"]), crew))
    _is_out(staff, told, spots, crew)


def _was(staff: Staff, told: dict[str, Any], spots: list[Hotspot]) -> None:
    entry = told["done"]
    numbers = {name: entry[name] for name in ("contacts", "referrals", "materials", "languages", "needs", "remarks")}
    starts, ends = dt.time.fromisoformat(entry["starts"]), dt.time.fromisoformat(entry["ends"])
    on = clock.today() - dt.timedelta(days=entry["days_ago"])
    actions.record_night(
        staff.actor(told["coordinator"]), actions.Result(spots[entry["hotspot"]], on, starts, ends, **numbers)
    )


def _is_out(staff: Staff, told: dict[str, Any], spots: list[Hotspot], crew: list[Member]) -> None:
    """From the full hour on, whatever hour the demo is started."""
    entry = told["tonight"]
    began = timezone.localtime(clock.now()).replace(minute=0, second=0, microsecond=0)
    due = began + dt.timedelta(hours=entry["hours"])
    hours = {"starts": f"{began:%H:%M}", "ends": f"{due:%H:%M}"}
    plan = _plan({**entry, **hours, "remarks": []}, spots, began.date(), crew)
    night = actions.plan_night(staff.actor(told["coordinator"]), plan)
    actions.go_out(staff.actor(told["out"]), night=night, watcher=crew[0], due_at=due)


def _plan(entry: dict[str, Any], spots: list[Hotspot], on: dt.date, crew: list[Member]) -> actions.Plan:
    starts, ends = dt.time.fromisoformat(entry["starts"]), dt.time.fromisoformat(entry["ends"])
    return actions.Plan(
        spots[entry["hotspot"]], on, starts, ends, crew, entry["materials"], entry["languages"], entry["remarks"]
    )
