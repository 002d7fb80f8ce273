"""What the gate asks about contacts and situations: place from the clear row, verdict from the policies."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from waystation.care.intake.models import CONTACT, DESK_NOTE, SITUATION, Contact, DeskNote, Situation
from waystation.care.intake.policies import Place, Purpose, may, may_desk
from waystation.foundation.gate import Actor, Ruling, Subject


def place_of(actor: Actor, row: Contact | Situation) -> Place:
    """How the member stands to this row. A row of another agency is nobody's."""
    same = row.agency_id == actor.agency_id
    own = actor.id in (row.taken_by_id, row.assignee_id) or actor.stands_in(row.assignee_id, row.team_id)
    return Place(
        in_team=same and actor.in_team(row.team_id),
        own=same and own,
        status=row.status,
        updated_on=row.updated_on,
        unassigned=row.assignee is None or not row.assignee.is_active,
    )


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """May this member do this with this contact or situation?"""
    table = Contact if subject.kind == CONTACT else Situation
    row = subject.row if isinstance(subject.row, Contact | Situation) else table.objects.filter(pk=subject.id).first()
    if row is None:
        return Ruling(False, "intake.none", "No such contact.")
    if purpose == Purpose.TAKE and subject.kind != CONTACT:
        return Ruling(False, "intake.only_contacts_are_taken")
    verdict = may(actor.role, place_of(actor, row), fields, purpose, timezone.localdate(now))
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


def desk_rule(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """May this member do this with a note of the desk?"""
    row = subject.row if isinstance(subject.row, DeskNote) else DeskNote.objects.filter(pk=subject.id).first()
    if row is None:
        return Ruling(False, "intake.none", "No such note.")
    in_team = row.agency_id == actor.agency_id and actor.in_team(row.team_id)
    verdict = may_desk(
        actor.role, in_team=in_team, own=row.taken_by_id == actor.id, kind=row.kind, fields=fields, purpose=purpose
    )
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


RULES = {CONTACT: rule, SITUATION: rule, DESK_NOTE: desk_rule}
