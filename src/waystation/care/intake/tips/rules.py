"""What the gate asks about public messages: place from the clear row, verdict from the policies."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from waystation.care.intake.models import Contact
from waystation.care.intake.policies import may_read
from waystation.care.intake.rules import place_of
from waystation.care.intake.tips.models import TIP, Tip
from waystation.care.intake.tips.policies import may, needs_contact
from waystation.foundation.gate import Actor, Ruling, Subject


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """May this member do this with this message? One of another agency is nobody's."""
    row = subject.row if isinstance(subject.row, Tip) else Tip.objects.filter(pk=subject.id).first()
    if row is None:
        return Ruling(False, "tips.none", "No such message.")
    today = timezone.localdate(now)
    if row.retention_on < today:
        return Ruling(False, "tips.over", "The time of this message is over.")
    in_team = row.agency_id == actor.agency_id and actor.in_team(row.team_id)
    verdict = may(actor.role, in_team, fields, purpose)
    if verdict.allowed and row.taken_by_id is not None and needs_contact(fields, purpose):
        verdict = may(actor.role, in_team, fields, purpose, _as_contact(actor, row, today))
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


def _as_contact(actor: Actor, row: Tip, today: dt.date) -> bool:
    """Whether this member may read the contact that a message became; one that is gone is read by nobody."""
    contact = Contact.objects.select_related("assignee").filter(pk=row.pk).first()
    return contact is not None and may_read(actor.role, place_of(actor, contact), {"account"}, today).allowed


RULES = {TIP: rule}
