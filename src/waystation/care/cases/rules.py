"""What the gate asks about cases: standing of the member from the clear row, verdict from the policies."""

from __future__ import annotations

import datetime as dt

from waystation.care.cases.models import KIND, Case, Line
from waystation.care.cases.policies import Standing, may
from waystation.foundation.gate import Actor, Ruling, Subject, by_group

_ROWS = (Line, Case)


def standing(actor: Actor, case: Case | Line) -> Standing:
    """How the member stands to this case; a team counts while the membership lasts, a cover while it runs."""
    if case.agency_id != actor.agency_id:
        return Standing.NONE
    if case.assignee_id == actor.id or actor.stands_in(case.assignee_id, case.team_id):
        return Standing.ASSIGNED
    return Standing.TEAM if actor.in_team(case.team_id) else Standing.NONE


def group(actor: Actor, subject: Subject) -> Standing | None:
    """What a ruling hangs on besides the member's role: how they stand to the case; None when there is no such case."""
    case = subject.row if isinstance(subject.row, _ROWS) else Case.objects.filter(pk=subject.id).first()
    return None if case is None else standing(actor, case)


@by_group(group)
def rule_case(
    actor: Actor, stands: Standing | None, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """May this member open these parts of a case to which they stand like this?"""
    if stands is None:
        return Ruling(False, "cases.none", "No such case.")
    verdict = may(actor.role, stands, fields, purpose)
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


RULES = {KIND: rule_case}
