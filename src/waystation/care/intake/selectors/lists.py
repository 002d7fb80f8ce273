"""Queues: sealed headers opened in memory, one journal event for each list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sized
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from waystation.care.intake import policies
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import ContactHeader, SituationHeader
from waystation.foundation import clock
from waystation.foundation.audit.selectors import events_for
from waystation.foundation.gate import Actor, read

HANDED_OVER = "situation.handed_over"
DANGER_ORDER = {"now": 0, "within_24h": 1, "unknown": 2}
MINOR_ORDER = {"yes": 0, "no": 2}


@dataclass(frozen=True)
class ContactRow:
    """One line of the desk; `is_due` when a call-back is due today or earlier; `happened` as told, "" in older ones."""

    contact: Contact
    header: ContactHeader
    is_due: bool = False

    @property
    def happened(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.header.happened_at) if self.header.happened_at else None


@dataclass(frozen=True)
class SituationRow:
    """One situation waiting for a worker; `at` is the moment it was handed over."""

    situation: Situation
    header: SituationHeader
    at: dt.datetime | None = None


def contact_queue(actor: Actor) -> list[ContactRow]:
    """Open contacts of the desk and one's own: danger first, then a minor, then what is due, then the oldest."""
    member = actor.member
    if not policies.can_list_contacts(member.role):
        return []
    since = clock.today() - policies.ACCESS_AFTER_HAND_OVER
    mine = Q(taken_by=member, updated_on__gte=since)
    desk = Q(team__in=actor.team_ids, status__in=policies.OPEN)
    if member.role in policies.RECEIVERS:
        wanted = _given_to(actor) & Q(status="handed_over", team__in=actor.team_ids)
    elif member.role == policies.ADVOCATE:
        wanted = desk | mine
    else:
        wanted = desk
    rows = list(
        Contact.objects.filter(wanted, agency=actor.agency_id).select_related("taken_by", "assignee").distinct()
    )
    opened = read(actor, [subject_of(row) for row in rows], {"header"}, Purpose.LIST)
    headers = {item.subject: ContactHeader.of(item.data) for item in opened}
    today = clock.today()
    found = [ContactRow(row, headers[row.pk], _is_due(row, today)) for row in rows if row.pk in headers]
    return sorted(found, key=_order)


def handed_over_to(actor: Actor) -> list[SituationRow]:
    """Situations handed over to this worker, or to their team and nobody yet; who waits longest stands first."""
    if actor.role not in policies.RECEIVERS:
        return []
    wanted = _given_to(actor) | Q(assignee=None) | Q(assignee__is_active=False)
    rows = list(
        Situation.objects.filter(wanted, agency=actor.agency_id, team__in=actor.team_ids, status="handed_over")
        .select_related("taken_by", "assignee")
        .order_by("id")
    )
    moments = _handed_over_at(actor, rows)
    rows.sort(key=lambda row: moments.get(row.pk, (0, None))[0])
    opened = read(actor, [subject_of(row) for row in rows], {"header"}, Purpose.LIST)
    headers = {item.subject: SituationHeader.of(item.data) for item in opened}
    return [SituationRow(row, headers[row.pk], moments.get(row.pk, (0, None))[1]) for row in rows if row.pk in headers]


def _given_to(actor: Actor) -> Q:
    """One's own, and what is theirs for whom one stands in."""
    wanted = Q(assignee=actor.member)
    for cover in actor.covers:
        wanted |= Q(assignee=cover.member_id, team=cover.team_id)
    return wanted


def _handed_over_at(actor: Actor, rows: list[Situation]) -> dict[UUID, tuple[int, dt.datetime]]:
    """{situation: (place in the journal, moment)}: the row itself keeps the day only."""
    events = events_for(actor.agency_id).filter(verb=HANDED_OVER, subject__in=[row.pk for row in rows])
    return {subject: (seq, at) for subject, seq, at in events.values_list("subject", "seq", "at") if subject}


def _is_due(row: Contact, today: dt.date) -> bool:
    return row.next_due_on is not None and row.next_due_on <= today and row.status in policies.OPEN


def _order(row: ContactRow) -> tuple[bool, int, int, bool, dt.datetime]:
    is_open = row.contact.status in policies.OPEN
    danger, minor = DANGER_ORDER.get(row.header.danger, 3), MINOR_ORDER.get(row.header.minor, 1)
    return not is_open, danger, minor, not row.is_due, row.happened or row.contact.created_hour


def queue_counts(actor: Actor, rows: list[ContactRow], queue: Sized = ()) -> dict[str, int]:
    """How many wait in the queue, how many call-backs are due, how many are one's own."""
    return {
        "waiting": len(queue),
        "due": sum(row.is_due for row in rows),
        "mine": sum(row.contact.taken_by_id == actor.id for row in rows),
    }
