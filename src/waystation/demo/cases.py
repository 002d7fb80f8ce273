"""The forty open cases, opened by the workers who hold them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from waystation.care.cases import actions
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import Identity, SafeContact, TimelineEntry
from waystation.demo.people import Staff
from waystation.demo.reading import rows, toml
from waystation.foundation.agencies.models import Member, Team


def seed_cases(staff: Staff, today: dt.date) -> list[dict[str, Any]]:
    """Open all cases; returns the statistics records of Riverbend's, which the year's figures include."""
    counted = []
    threads = toml("threads")["thread"]
    for row in rows("cases"):
        thread = threads.get(row["alias"], {})
        case = _open(staff, row, thread, today)
        if row["agency"] == "riverbend":
            counted.append({
                "opened_on": case.opened_on.isoformat(), "kind": row["kind"], "gender": row["gender"],
                "age_years": int(row["age"]),
            })  # fmt: skip
    return counted


def _open(staff: Staff, row: dict[str, str], thread: dict[str, Any], today: dt.date) -> Case:
    actor = staff.actor(row["worker"])
    team = Team.objects.filter(agency=actor.member.agency, kind=_team_kind(row["agency"])).get()
    opened = today - dt.timedelta(days=int(row["opened"]))
    contact = thread.get("safe_contact", {})
    case: Case = actions.open_case(
        actor, alias=row["alias"], assignee=_member(actor.member), team=team, stage=row["stage"],
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


def _member(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)
