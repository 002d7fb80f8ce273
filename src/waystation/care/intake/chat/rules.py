"""What the gate asks about chats: place from the row, verdict from the policy."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from waystation.care.intake.answering import may_answer
from waystation.care.intake.chat.models import CHAT, Chat
from waystation.care.intake.policies import Place
from waystation.foundation.gate import Actor, Ruling, Subject


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """May this member do this with a chat?"""
    row = subject.row if isinstance(subject.row, Chat) else Chat.objects.filter(pk=subject.id).first()
    if row is None:
        return Ruling(False, "intake.none", "No such message.")
    if fields - {"header"} and row.is_over(now):
        return Ruling(False, "chat.over", "What was written is destroyed a day after the chat began.")
    place = Place(
        in_team=row.agency_id == actor.agency_id and actor.in_team(row.team_id),
        own=row.taken_by_id == actor.id,
        status=row.status,
        updated_on=row.updated_on,
    )
    verdict = may_answer(actor.role, place, fields, purpose, timezone.localdate(now))
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


RULES = {CHAT: rule}
