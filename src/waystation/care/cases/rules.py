"""What the gate asks about cases: standing of the member from the clear row, verdict from the policies."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from waystation.care.cases.models import KIND, Case, Line
from waystation.care.cases.policies import OPENERS, Standing, may
from waystation.foundation.gate import Actor, Ruling, Subject, by_group

_ROWS = (Line, Case)


class Place(NamedTuple):
    """What a ruling hangs on besides the member's role."""

    standing: Standing
    closed: bool
    unsupervised: bool


def standing(actor: Actor, case: Case | Line) -> Standing:
    """How the member stands to this case; a team counts while the membership lasts, a cover while it runs."""
    if case.agency_id != actor.agency_id:
        return Standing.NONE
    if case.assignee_id == actor.id or actor.stands_in(case.assignee_id, case.team_id):
        return Standing.ASSIGNED
    return Standing.TEAM if actor.in_team(case.team_id) else Standing.NONE


def is_unsupervised(actor: Actor, case: Case | Line, stands: Standing) -> bool:
    """Whether this is a colleague's case in a team without a supervisor: then another worker reads its end second."""
    return stands is Standing.TEAM and actor.role in OPENERS and case.team_id in actor.unsupervised


def group(actor: Actor, subject: Subject) -> Place | None:
    """How they stand to the case, and whether it is closed; None when there is no such case.

    A line of a list is only ever read, so it counts as open.
    """
    case = subject.row if isinstance(subject.row, _ROWS) else Case.objects.filter(pk=subject.id).first()
    if case is None:
        return None
    stands = standing(actor, case)
    closed = isinstance(case, Case) and case.status == Case.Status.CLOSED
    return Place(stands, closed, is_unsupervised(actor, case, stands))


@by_group(group)
def rule_case(
    actor: Actor, place: Place | None, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """May this member open these parts of a case to which they stand like this?"""
    if place is None:
        return Ruling(False, "cases.none", "No such case.")
    stands, closed, unsupervised = place
    verdict = may(actor.role, stands, fields, purpose, closed=closed, unsupervised=unsupervised)
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


RULES = {KIND: rule_case}
