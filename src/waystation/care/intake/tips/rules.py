"""What the gate asks about public messages: place from the clear row, verdict from the policies."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from waystation.care.intake.tips.models import TIP, Tip
from waystation.care.intake.tips.policies import may
from waystation.foundation.gate import Actor, Ruling, Subject


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """May this member do this with this message? One of another agency is nobody's."""
    row = subject.row if isinstance(subject.row, Tip) else Tip.objects.filter(pk=subject.id).first()
    if row is None:
        return Ruling(False, "tips.none", "No such message.")
    if row.retention_on < timezone.localdate(now):
        return Ruling(False, "tips.over", "The time of this message is over.")
    verdict = may(actor.role, row.agency_id == actor.agency_id and actor.in_team(row.team_id), fields, purpose)
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


RULES = {TIP: rule}
