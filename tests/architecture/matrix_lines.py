"""Lines in the world of the role matrix: one answered by Ana's team, one by the night team, one of another agency."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from waystation.care.intake.lines import actions
from waystation.care.intake.lines.models import Line, Shift
from waystation.foundation import clock

ZONE = "America/New_York"
OF_THE_TEAM = {"hotline_advocate": "ana", "supervisor": "chloe"}


def things(world: Any) -> dict[str, Any]:
    """Lines by their relation. On the own one each of those who answer has a shift tomorrow; nobody has the last."""
    own = _line(world, "chloe", "intake", "Day line")
    turns = {role: _shift(world, own, name, 60 * n) for n, (role, name) in enumerate(OF_THE_TEAM.items())}
    turns["intake_worker"] = _shift(world, own, "ivy", 240)
    free = _shift(world, own, "alma", 600)
    Shift.objects.filter(pk=free.partition(".")[0]).update(member=world.member("ben"))  # who does not answer this line
    found = {
        "own_team": own,
        "other_team": _line(world, "chloe", "night", "Night line"),
        "other_agency": _line(world, "rosa", "crosskeys_intake", "Their line"),
    }
    ids = {name: {"line_id": line.pk, "step": "fallback", "turn": turns["supervisor"]} for name, line in found.items()}
    ids["unknown_id"] = ids["own_team"] | {"line_id": uuid4()}
    things = {name: {"casework": one} for name, one in ids.items()}
    things["own_team"] |= {role: ids["own_team"] | {"turn": turn} for role, turn in turns.items()}
    world.free_turn = free
    return {"line": things}


def _line(world: Any, who: str, team: str, name: str) -> Line:
    return actions.make_line(world.actor(who), name=name, team=world.team(team), time_zone=ZONE)


def _shift(world: Any, line: Line, who: str, starts: int) -> str:
    on = clock.today() + dt.timedelta(days=2)
    row = actions.ask_single(
        world.actor(who), line, member=world.member(who), on=on, starts=starts, ends=starts + 60
    )  # fmt: skip
    return f"{row.pk}.{on:%Y%m%d}"


def new(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Third line", "team": str(world.team("intake").pk), "county": "", "time_zone": ZONE}


def step(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    row = Line.objects.filter(pk=ids["line_id"]).first()
    return {"act": "keep", "version": row.version if row else 1, "fallback": ["national"]}


def live(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"state": "off", "version": 1}


def shift(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    """For oneself, or for Ana where one asks others."""
    who = {"intake_worker": "ivy"}.get(role, "ana")
    on = clock.today() + dt.timedelta(days=5)
    return {
        "member": str(world.member(who).pk), "every": "once", "on": on.isoformat(), "starts": "10:00", "ends": "11:00",
        "rank": "1",
    }  # fmt: skip


def end(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"duty": str(world.free_turn).partition(".")[0]}


def turn(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"turn": world.free_turn, "member": str(world.member("ana").pk)}


def swap(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {"member": str(world.member("alma").pk), "back": ""}


def answer(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    """About nothing: what nobody asked of this person."""
    return {"what": str(uuid4()), "answer": "yes"}
