"""Lists of cases: sealed headers opened in memory, one journal event for each list."""

from __future__ import annotations

import datetime as dt
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from waystation.care.cases import matching, policies
from waystation.care.cases.models import KIND, Case, Line
from waystation.care.cases.policies import Purpose
from waystation.care.cases.shapes import Header
from waystation.care.codelists import words
from waystation.foundation import gate, store
from waystation.foundation.gate import Actor, Subject

_NEVER = "9999"
"""After every day in ISO form."""


class Row(NamedTuple):
    """One line of a list: what it needs of the clear row, and the opened header."""

    case: Line
    data: dict[str, Any]

    @property
    def header(self) -> Header:
        return Header.of(self.data)

    @property
    def alias(self) -> str:
        return str(self.data.get("alias", ""))


def worklist(actor: Actor, *, status: str = Case.Status.OPEN) -> list[Row]:
    """The cases of a worker, or of a supervisor's teams, what is due first on top."""
    return _opened(actor, _visible(actor, status), Purpose.LIST)


def closings_to_read(actor: Actor) -> list[Row]:
    """Cases of colleagues, in teams without a supervisor, that somebody else proposed to close."""
    if actor.role not in policies.OPENERS or not actor.unsupervised:
        return []
    among, teams = store.among("c.team_id", (team.hex for team in actor.unsupervised))
    lines = _lines(actor, f"{among} AND c.status = %s", [teams, Case.Status.OPEN.value])
    rows = _opened(actor, [line for line in lines if line.assignee_id != actor.id], Purpose.CLOSE)
    return [row for row in rows if row.header.closing.get("by", actor.id.hex) != actor.id.hex]


def search(actor: Actor, query: str) -> list[Row]:
    """Own cases, open and closed, whose alias is near the words typed; best first."""
    rows = _opened(actor, _visible(actor, ""), Purpose.LIST) if query.strip() else []
    stages = {stage: words("case_stage", stage) for stage in Case.Stage.values}
    texts = [(row, (row.alias, stages.get(row.case.stage, ""), row.data.get("group", ""))) for row in rows]
    return matching.ranked(query, texts)


def taken_aliases(actor: Actor) -> set[str]:
    """Aliases of the open cases whose headers this member's teams hold. Compared in memory; there is no index."""
    return set(aliases_in_use(actor).values())


def aliases_in_use(actor: Actor) -> dict[UUID, str]:
    """{case: alias} of the open cases of this member's teams."""
    return {row.case.pk: row.alias for row in _opened(actor, _held(actor), Purpose.ALIAS)}


def open_cases_held(actor: Actor) -> QuerySet[Case]:
    """Open cases of this member's teams, clear rows only."""
    return Case.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, status=Case.Status.OPEN)


def _held(actor: Actor) -> list[Line]:
    among, teams = store.among("c.team_id", (team.hex for team in actor.team_ids))
    return _lines(actor, f"{among} AND c.status = %s", [teams, Case.Status.OPEN.value])


def _visible(actor: Actor, status: str) -> list[Line]:
    if not policies.can_list_cases(actor.role):
        return []
    mine, members = store.among("c.assignee_id", [actor.id.hex])
    asked = [members]
    for cover in actor.covers:
        away, member = store.among("c.assignee_id", [cover.member_id.hex])
        here, team = store.among("c.team_id", [cover.team_id.hex])
        mine, asked = f"{mine} OR ({away} AND {here})", [*asked, member, team]
    if actor.role == "supervisor":
        among, teams = store.among("c.team_id", (team.hex for team in actor.team_ids))
        mine, asked = f"{mine} OR {among}", [*asked, teams]
    mine = f"({mine})"
    return _lines(actor, f"{mine} AND c.status = %s" if status else mine, [*asked, status] if status else asked)


def _lines(actor: Actor, condition: str, asked: list[Any]) -> list[Line]:
    """Clear rows of the own agency, what is due first on top. One query, and no model instances."""
    agency, own = store.among("c.agency_id", [actor.agency_id.hex])
    ids = ", ".join(store.in_hex(f"c.{name}") for name in ("id", "team_id", "assignee_id"))
    days = ", ".join(f"CAST(c.{name} AS varchar(10))" for name in ("next_due_on", "updated_on"))
    text = f"""
        SELECT {ids}, c.stage, {days}, m.display_name
        FROM cases_case c LEFT JOIN agencies_member m ON m.id = c.assignee_id
        WHERE {agency} AND {condition}
    """  # noqa: S608
    rows = store.select(text, [own, *asked])
    rows.sort(key=itemgetter(0))  # here, since a database sorts whole rows
    rows.sort(key=itemgetter(5), reverse=True)
    rows.sort(key=lambda row: row[4] or _NEVER)
    known = {name: UUID(name) for name in {name for row in rows for name in row[1:3]} if name}
    on = {text: dt.date.fromisoformat(text) for text in {text for row in rows for text in row[4:6]} if text}
    return [
        Line(UUID(pk), actor.agency_id, known[team], known.get(assignee), stage, on.get(due), on[updated], worker or "")
        for pk, team, assignee, stage, due, updated, worker in rows
    ]


def _opened(actor: Actor, lines: list[Line], purpose: str) -> list[Row]:
    subjects = [Subject(KIND, line.pk, line.agency_id, line) for line in lines]
    opened = iter(gate.read(actor, subjects, {"header"}, purpose))  # in the order of the subjects
    item, rows = next(opened, None), []
    for line in lines:
        if item is not None and item.subject == line.pk:
            rows.append(Row(line, item.data))
            item = next(opened, None)
    return rows
