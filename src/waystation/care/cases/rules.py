"""What the gate asks about cases: standing of the member from the clear row, verdict from the policies."""

from __future__ import annotations

import datetime as dt

from waystation.care.cases.models import KIND, Case
from waystation.care.cases.policies import Standing, may
from waystation.foundation.gate import Actor, Ruling, Subject


def standing(actor: Actor, case: Case) -> Standing:
    """How the member stands to this case; a team counts while the membership lasts."""
    if case.agency_id != actor.agency_id:
        return Standing.NONE
    if case.assignee_id == actor.id:
        return Standing.ASSIGNED
    return Standing.TEAM if actor.in_team(case.team_id) else Standing.NONE


def rule_case(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """May this member open these parts of this case?"""
    case = subject.row if isinstance(subject.row, Case) else Case.objects.filter(pk=subject.id).first()
    if case is None:
        return Ruling(False, "cases.none", "No such case.")
    verdict = may(actor.role, standing(actor, case), fields, purpose)
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


RULES = {KIND: rule_case}
