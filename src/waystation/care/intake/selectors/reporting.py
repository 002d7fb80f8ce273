"""Clocks of mandated reports against the rule of the agency's state: on the page of a situation, and for Today."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from waystation.care.intake import clocks, policies
from waystation.care.intake.models import Situation
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.selectors.lists import SituationRow, handed_over_to
from waystation.care.intake.selectors.pages import SituationPage, report_rule
from waystation.care.intake.shapes import Facts, SituationHeader
from waystation.foundation import clock
from waystation.foundation.gate import Actor, decide, read

SHOWN = dt.timedelta(days=90)
"""How long after its last change a situation of the desk is looked through for clocks, for Today, and one handed over
whose header holds none is opened for them."""


def due_of(actor: Actor, page: SituationPage) -> list[clocks.Due]:
    """The running clocks of a situation that was read, in the order of its persons."""
    hours, now = report_rule(actor).hours, clock.now()
    lines = zip(clocks.running(page.facts), clocks.in_header(page.facts), strict=True)
    began = _began(page.situation)
    return [
        clocks.due({**line, "since": line["since"] or began}, hours, now, person=one.person) for one, line in lines
    ]


def _began(situation: Situation) -> str:
    """The moment that counts for what was heard before moments were kept: noon of the situation's first day."""
    return dt.datetime.combine(situation.created_on, dt.time(12), dt.UTC).isoformat()


def with_clocks(actor: Actor, handed: list[SituationRow] | None = None) -> list[tuple[SituationRow, clocks.Due]]:
    """Who has to see to a report: the desk for what is at the desk, a worker for what was handed to them, a supervisor
    for the team's; what presses and what is stated first, then what is due first. `handed`: what `handed_over_to`
    gave, where it was read already; else one journal line for the list, and one more for situations of the last 90
    days that nobody saved since clocks are kept: their facts are read.
    """
    known = handed_over_to(actor) if handed is None else handed
    rows = known if actor.role in policies.RECEIVERS else _desk(actor)
    hours, now = report_rule(actor).hours, clock.now()
    old = _in_facts(actor, [row.situation for row in rows if row.header.clocks is None])
    lines = [(row, row.header.clocks or old.get(row.situation.pk, [])) for row in rows]
    found = [(row, clocks.due(line, hours, now)) for row, its in lines for line in its]
    return sorted(found, key=lambda pair: _before(pair[1]))


def _in_facts(actor: Actor, situations: list[Situation]) -> dict[UUID, list[dict[str, Any]]]:
    """{situation: its running clocks}, worked out of what was heard, as far as this member may read it."""
    young = [row for row in situations if row.updated_on >= clock.today() - SHOWN]
    known = {row.pk: row for row in young if decide(actor, subject_of(row), {"facts"}, Purpose.WORK).allowed}
    if not known:
        return {}
    opened = read(actor, [subject_of(row) for row in known.values()], {"facts"}, Purpose.WORK, skip_missing=True)
    return {
        item.subject: [
            {**line, "since": line["since"] or _began(known[item.subject])}
            for line in clocks.in_header(Facts.of(item.data))
        ]
        for item in opened
    }


def _before(due: clocks.Due) -> tuple[bool, bool, dt.datetime, str]:
    return not due.is_pressing, not due.stated, due.due_at, due.label


def _desk(actor: Actor) -> list[SituationRow]:
    if actor.role not in (policies.ADVOCATE, "supervisor"):
        return []
    rows = Situation.objects.filter(
        agency=actor.agency_id, team__in=actor.team_ids, updated_on__gte=clock.today() - SHOWN
    ).exclude(status=Situation.Status.CLOSED)
    if actor.role == policies.ADVOCATE:
        rows = rows.filter(status=Situation.Status.OPEN)
    kept = list(rows.select_related("taken_by", "assignee").order_by("id"))
    opened = read(actor, [subject_of(row) for row in kept], {"header"}, Purpose.LIST)
    headers = {item.subject: SituationHeader.of(item.data) for item in opened}
    return [SituationRow(row, headers[row.pk]) for row in kept if row.pk in headers]
