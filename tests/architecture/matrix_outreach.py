"""Outreach in the world of the role matrix: nights in each state, colleagues who are out, a cleared volunteer."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from tests.cast import named
from waystation.commons.outreach import actions
from waystation.commons.outreach.models import Hotspot, Night, Presence
from waystation.foundation import clock

HOUR = dt.timedelta(hours=1)
CREW = ("ana", "chloe", "gus", "vera", "nadia", "alma")


def things(world: Any) -> dict[str, Any]:
    """The objects of outreach by family and relation. Vera is cleared, so that volunteers have something to do."""
    actions.note_clearance(world.actor("chloe"), member=world.member("vera"), status="cleared")
    spot = actions.save_hotspot(world.actor("ana"), name="Motels", area="Millrace", kind="lodging")
    theirs = actions.save_hotspot(world.actor("gwen"), name="Pantry", area="Quarry Hill", kind="worship")
    crewed, uncrewed = _plan(world, "ana", spot, CREW), _plan(world, "ana", spot, ())
    called_off, foreign = _plan(world, "ana", spot, ()), _plan(world, "gwen", theirs, ("gwen",))
    actions.call_off(world.actor("ana"), night=called_off)
    result = actions.Result(spot, clock.today(), dt.time(20), dt.time(23), 12)
    done = actions.record_night(world.actor("ana"), result)
    out = {
        "watched": _out(world, "nadia", crewed, "vera"),
        "watched_by_another": _out(world, "alma", crewed, "chloe"),
        "other_agency": Presence.objects.create(
            night=foreign, member=world.member("gwen"), watcher=world.member("lucia"), out_at=clock.now(),
            due_at=clock.now() + HOUR,
        ),
    }  # fmt: skip
    nights = {
        "crewed": crewed, "uncrewed": uncrewed, "done": done, "called_off": called_off, "other_agency": foreign,
    }  # fmt: skip
    members = {"volunteer": "vera", "no_volunteer": "ana", "other_agency": "lucia"}
    return {
        "hotspot": _family("hotspot_id", {"own_agency": spot.pk, "other_agency": theirs.pk}),
        "night": _family("night_id", {name: row.pk for name, row in nights.items()}),
        "presence": _family("presence_id", {name: row.pk for name, row in out.items()}),
        "volunteer": _family("pk", {relation: named(name) for relation, name in members.items()}),
    }


def _family(param: str, keys: dict[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    return {relation: {"casework": {param: key}} for relation, key in {**keys, "unknown_id": uuid4()}.items()}


def _plan(world: Any, who: str, spot: Hotspot, crew: tuple[str, ...]) -> Night:
    members = [world.member(name) for name in crew]
    plan = actions.Plan(spot, clock.today(), dt.time(20), dt.time(23, 30), members)
    return actions.plan_night(world.actor(who), plan)


def _out(world: Any, who: str, night: Night, watcher: str) -> Presence:
    return actions.go_out(world.actor(who), night=night, watcher=world.member(watcher), due_at=clock.now() + HOUR)


def hotspot(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Truck stops", "area": "Depot Junction", "kind": "truck_stop", "is_active": "on"}


def _when(world: Any) -> dict[str, Any]:
    spot = world.things["hotspot"]["own_agency"]["casework"]["hotspot_id"]
    return {"hotspot": str(spot), "on": clock.today().isoformat(), "starts": "20:00", "ends": "23:00"}


def plan(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {**_when(world), "crew": [str(world.member("ana").pk)]}


def record(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {**_when(world), "contacts": "14", "given_soap": "20"}


def going_out(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    watcher = "chloe" if role == "hotline_advocate" else "ana"
    due = clock.now() + HOUR
    return {"due": due.astimezone().strftime("%H:%M"), "watcher": str(world.member(watcher).pk)}


def clearance(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {f"{ids['pk'].hex}-status": "cleared"}
