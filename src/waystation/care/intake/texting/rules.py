"""What the gate asks about texts: place from the thread's row, verdict from the policy."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from waystation.care.intake.answering import may_answer
from waystation.care.intake.policies import Place
from waystation.care.intake.texting.models import TEXT, TEXT_MESSAGE, TEXT_SENDER, Message, Sender, Thread
from waystation.foundation.gate import Actor, Ruling, Subject


def rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    """May this member do this with a thread, a message of it, or its sender's number?"""
    row = thread_of(subject)
    if row is None:
        return Ruling(False, "intake.none", "No such message.")
    place = Place(
        in_team=row.agency_id == actor.agency_id and actor.in_team(row.team_id),
        own=row.taken_by_id == actor.id,
        status=row.status,
        updated_on=row.updated_on,
    )
    verdict = may_answer(actor.role, place, fields, purpose, timezone.localdate(now))
    return Ruling(verdict.allowed, verdict.rule, verdict.reason)


def thread_of(subject: Subject) -> Thread | None:
    """The thread a subject belongs to."""
    row = subject.row
    if isinstance(row, Thread):
        return row
    if isinstance(row, Message | Sender):
        return row.thread
    match subject.kind:
        case "text_message":
            return Thread.objects.filter(messages=subject.id).first()
        case "text_sender":
            return Thread.objects.filter(sender=subject.id).first()
    return Thread.objects.filter(pk=subject.id).first()


RULES = {TEXT: rule, TEXT_MESSAGE: rule, TEXT_SENDER: rule}
