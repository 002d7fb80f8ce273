"""What is done in outreach: keep places, plan, go out and come back, record, note a check."""

from __future__ import annotations

from waystation.commons.outreach.actions.places import save_hotspot
from waystation.commons.outreach.actions.plans import Plan, call_off, change_night, plan_night
from waystation.commons.outreach.actions.presence import come_back, forget, go_out, look_for_late
from waystation.commons.outreach.actions.results import Result, record_night
from waystation.commons.outreach.actions.volunteers import note_clearance

__all__ = [
    "Plan", "Result", "call_off", "change_night", "come_back", "forget", "go_out", "look_for_late", "note_clearance",
    "plan_night", "record_night", "save_hotspot",
]  # fmt: skip
