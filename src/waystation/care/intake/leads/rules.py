"""What the gate asks about leads, their releases, the desk of refused pairs, and alerts."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from waystation.care.intake.leads import policies
from waystation.care.intake.leads.models import (
    ALERT,
    DESK,
    LEAD,
    RELEASE,
    Desk,
    Lead,
    LiaisonStanding,
    MissingAlert,
    Release,
)
from waystation.foundation.agencies.models import Team
from waystation.foundation.gate import SEE, Actor, Ruling, Subject

PARTS = {LEAD: {"header", "account"}, DESK: {"refused"}, ALERT: {"account"}}
TABLES: dict[str, type[Lead] | type[Desk] | type[MissingAlert]] = {LEAD: Lead, DESK: Desk, ALERT: MissingAlert}
Row = Lead | Desk | MissingAlert | Release
NOBODY = Ruling(False, "leads.not_yours")
SAME = "A second person has to confirm this. You proposed it yourself."


def subject_of(row: Row) -> Subject:
    kind = {Lead: LEAD, Desk: DESK, MissingAlert: ALERT, Release: RELEASE}[type(row)]
    return Subject(kind, row.pk, row.agency_id, row)


def is_analyst_of(actor: Actor, row: Row) -> bool:
    """Whether this member reads tips in the team of the row."""
    intake = Team.Kind.INTAKE in actor.team_kinds and actor.in_team(row.team_id)
    return row.agency_id == actor.agency_id and policies.can_analyse(actor.role, intake)


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """Leads, desks and alerts are for the intake team that received the tips, and for nobody else."""
    table = TABLES[subject.kind]
    row = subject.row if isinstance(subject.row, Lead | Desk | MissingAlert) else _found(table, subject)
    if row is None or not is_analyst_of(actor, row) or _is_over(row, timezone.localdate(now)):
        return NOBODY
    if purpose == SEE and fields <= {"header"}:
        return Ruling(True, "leads.team_sees")
    if purpose not in ("list", "work", "write") or not fields <= PARTS[subject.kind]:
        return Ruling(False, "leads.not_for_this_purpose", "This is not opened for this purpose.")
    return Ruling(True, "leads.team_works")


def _is_over(row: Lead | Desk | MissingAlert, today: dt.date) -> bool:
    """Whether its last day is past: then it is as none, whether or not tick has run. A desk has none."""
    last: dt.date | None = getattr(row, "retention_on", None)
    return last is not None and last < today


def _lead_over(row: Release, today: dt.date) -> bool:
    return Lead.objects.filter(pk=row.lead_id, retention_on__lt=today).exists()


def _found(table: type[Lead] | type[Desk] | type[MissingAlert], subject: Subject) -> Lead | Desk | MissingAlert | None:
    return table.objects.filter(pk=subject.id).first()


def rule_release(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """The team proposes, a second member confirms; the named liaison opens what is live, and nothing else exists."""
    row = subject.row if isinstance(subject.row, Release) else Release.objects.filter(pk=subject.id).first()
    if row is None:
        return NOBODY
    if purpose in ("open", "answer"):
        return _liaison(actor, row, fields, now)
    if not is_analyst_of(actor, row) or _lead_over(row, timezone.localdate(now)):
        return NOBODY
    if purpose == SEE and fields <= {"header"}:
        return Ruling(True, "leads.team_sees")
    if purpose not in ("work", "propose", "confirm", "withdraw") or not fields <= {"terms"}:
        return Ruling(False, "leads.not_for_this_purpose", "This is not opened for this purpose.")
    if purpose == "confirm" and not policies.is_second(row.proposed_by_id, actor.id):
        return Ruling(False, "leads.same_person", SAME)
    return Ruling(True, "leads.team_works")


def _liaison(actor: Actor, row: Release, fields: frozenset[str], now: dt.datetime) -> Ruling:
    named = actor.role == policies.LIAISON and row.liaison_id == actor.id
    if not named or not policies.is_open(row.status, row.expires_on, row.body is not None, timezone.localdate(now)):
        return NOBODY
    if not is_on(row) or _lead_over(row, timezone.localdate(now)):
        return NOBODY
    return Ruling(fields <= {"packet"}, "leads.released_to_you")


def is_on(row: Release) -> bool:
    """Whether the agency of a release still releases to its liaison."""
    rows = LiaisonStanding.objects.filter(agency=row.agency_id, liaison=row.liaison_id, state=LiaisonStanding.State.ON)
    return rows.exists()


RULES = {LEAD: rule, DESK: rule, ALERT: rule, RELEASE: rule_release}
