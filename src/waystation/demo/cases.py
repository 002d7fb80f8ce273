"""The forty open cases, opened by the workers who hold them or by a colleague for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from waystation.care.cases import actions
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact, TimelineEntry
from waystation.demo.people import Staff
from waystation.demo.reading import rows, toml
from waystation.foundation.agencies.models import Member, Team

OPENED_BY = {"milo": "ben", "nora": "ben", "oren": "ben"}
"""Whose cases a colleague of the team opens for them; everybody else opens their own."""


@dataclass
class Opened:
    """The cases by alias, who works on each, and the statistics records of Riverbend's, which the year includes."""

    cases: dict[str, Case] = field(default_factory=dict)
    workers: dict[str, str] = field(default_factory=dict)
    counted: list[dict[str, Any]] = field(default_factory=list)


def seed_cases(staff: Staff, today: dt.date, opened: Opened, *, early: bool) -> None:
    """Open the cases whose story was told early on, or all the others."""
    story = toml("threads")
    first = {alias for alias, *_ in story["requests"]["asked"]} | {story["handed_off"]["alias"]}
    for row in rows("cases"):
        if (row["alias"] in first) is not early:
            continue
        case = _open(staff, row, story["thread"].get(row["alias"], {}), today)
        opened.cases[row["alias"]], opened.workers[row["alias"]] = case, row["worker"]
        if row["agency"] == "riverbend":
            opened.counted.append({
                "opened_on": case.opened_on.isoformat(), "kind": row["kind"], "gender": row["gender"],
                "age_years": int(row["age"]),
            })  # fmt: skip


def _open(staff: Staff, row: dict[str, str], thread: dict[str, Any], today: dt.date) -> Case:
    actor = staff.actor(OPENED_BY.get(row["worker"], row["worker"]))
    team = Team.objects.filter(agency=actor.member.agency, kind=_team_kind(row["agency"])).get()
    opened = today - dt.timedelta(days=int(row["opened"]))
    contact = thread.get("safe_contact", {})
    worker = Member.objects.get(sign_in_name=row["worker"])
    case: Case = actions.open_case(
        actor, alias=row["alias"], assignee=worker, team=team, stage=row["stage"],
        kind_of_trafficking=row["kind"], group=row["group"], opened_on=opened,
        identity=Identity(
            age=int(row["age"]), age_state="stated", gender=row["gender"], county="Alder County",
            name_to_use=thread.get("name_to_use", ""), languages=thread.get("languages", []),
        ),
        safe_contact=SafeContact(**contact, set_on=opened.isoformat()) if contact else None,
        language=(thread.get("languages") or [""])[0],
        timeline=[_line(line, today) for line in thread.get("timeline", [])]
        or [TimelineEntry(opened.isoformat(), "opened")],
    )  # fmt: skip
    return case


def _line(line: dict[str, Any], today: dt.date) -> TimelineEntry:
    on = today - dt.timedelta(days=line["days_ago"])
    return TimelineEntry(on.isoformat(), line["code"], line.get("params", {}))


def _team_kind(agency: str) -> str:
    return {"crosskeys": "legal", "quarry-hill": "health"}.get(agency, "casework")
