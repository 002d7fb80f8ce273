"""Lists of cases: sealed headers opened in memory, one journal event for each list."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from waystation.care.cases import matching, policies
from waystation.care.cases.models import Case
from waystation.care.cases.policies import Purpose
from waystation.care.cases.selectors.access import subject_of
from waystation.care.cases.shapes import Header
from waystation.care.codelists import words
from waystation.foundation import gate
from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class Row:
    """One line of a list: the clear row and its opened header."""

    case: Case
    header: Header

    @property
    def alias(self) -> str:
        return self.header.alias


def worklist(actor: Actor, *, status: str = Case.Status.OPEN) -> list[Row]:
    """The cases of a worker, or of a supervisor's teams, what is due first on top."""
    return _opened(actor, list(_visible(actor, status)), Purpose.LIST)


def search(actor: Actor, query: str) -> list[Row]:
    """Own cases, open and closed, whose alias is near the words typed; best first."""
    rows = _opened(actor, list(_visible(actor, "")), Purpose.LIST) if query.strip() else []
    texts = [(row, (row.alias, words("case_stage", row.case.stage), row.header.group)) for row in rows]
    return matching.ranked(query, texts)


def taken_aliases(actor: Actor) -> set[str]:
    """Aliases of the open cases whose headers this member's teams hold. Compared in memory; there is no index."""
    return set(aliases_in_use(actor).values())


def aliases_in_use(actor: Actor) -> dict[UUID, str]:
    """{case: alias} of the open cases of this member's teams."""
    return {row.case.pk: row.alias for row in _opened(actor, list(open_cases_held(actor)), Purpose.ALIAS)}


def open_cases_held(actor: Actor) -> QuerySet[Case]:
    """Open cases of this member's teams, clear rows only."""
    return Case.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, status=Case.Status.OPEN)


def _visible(actor: Actor, status: str) -> QuerySet[Case]:
    member = actor.member
    cases = Case.objects.filter(agency=member.agency_id).select_related("assignee")
    if status:
        cases = cases.filter(status=status)
    if not policies.can_list_cases(member.role):
        return cases.none()
    mine = Q(assignee=member)
    if member.role == "supervisor":
        mine |= Q(team__in=actor.team_ids)
    return cases.filter(mine).order_by("next_due_on", "-updated_on", "id")


def _opened(actor: Actor, cases: list[Case], purpose: str) -> list[Row]:
    if not cases:
        return []
    opened = gate.read(actor, [subject_of(case) for case in cases], {"header"}, purpose)
    headers = {item.subject: Header.of(item.data) for item in opened}
    rows = [Row(case, headers[case.pk]) for case in cases if case.pk in headers]
    return sorted(rows, key=lambda row: row.case.next_due_on is None)
