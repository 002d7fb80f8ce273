"""A worker's open cases, for a supervisor who gives them to colleagues; and how many, for who closes an account."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.cases.actions.opening import assign
from waystation.care.cases.models import Case
from waystation.care.cases.policies import OPENERS
from waystation.care.cases.selectors.lists import Row, worklist
from waystation.foundation import store
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.people.holdings import Holding


def holdings(member: Member) -> list[Holding]:
    """How many open cases are a member's. Counted from the clear rows; nothing sealed is opened."""
    count = Case.objects.filter(assignee=member, status=Case.Status.OPEN).count()
    return [Holding(_("Open cases"), count, reverse("cases:case_handing", args=[member.pk]))]


def cases_of(actor: Actor, member: UUID) -> list[Row]:
    """The open cases of one worker among those this supervisor sees."""
    return [row for row in worklist(actor) if row.case.assignee_id == member]


def receivers(actor: Actor, member: UUID) -> list[Member]:
    """Who may take cases over: active workers of the supervisor's teams, but the one they come from."""
    here = Member.objects.filter(memberships__team__in=actor.team_ids, memberships__until=None, is_active=True)
    return list(here.filter(role__in=OPENERS).exclude(pk=member).distinct().order_by("display_name"))


def hand(actor: Actor, *, cases: Iterable[UUID], to: Member) -> int:
    """Give these cases to a worker, all or none. Raises gate.Refused, ValueError when a case is of another team."""
    rows = list(Case.objects.select_related("agency", "team").filter(pk__in=list(cases), agency=actor.agency_id))
    with store.writing():
        for case in rows:
            assign(actor, case=case, assignee=to)
    return len(rows)
