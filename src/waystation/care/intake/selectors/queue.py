"""The queue as the console shows it: what waits, in order, with the reason, and what somebody moved by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.care.codelists import words
from waystation.care.intake import policies
from waystation.care.intake.models import CONTACT, Contact, QueuePlace
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import ContactHeader
from waystation.care.intake.waiting import Waiting, waiting
from waystation.foundation import clock
from waystation.foundation.audit.selectors import events_for
from waystation.foundation.gate import Actor, read

WAITING = "waiting"
MOVED = {QueuePlace.Priority.FIRST: "first", QueuePlace.Priority.LAST: "last"}


@dataclass(frozen=True)
class QueueLine:
    """One waiting message; `moved` is first, last or "" (in its own place); `minutes` it has waited."""

    waiting: Waiting
    moved: str
    minutes: int

    @property
    def reason(self) -> str:
        """Why it stands where it stands."""
        by_hand = {"first": _("put first by hand"), "last": _("put last by hand")}.get(self.moved)
        return f"{by_hand}; {self.waiting.reason}" if by_hand else self.waiting.reason

    @property
    def can_move(self) -> bool:
        return _subject(self.waiting.key) is not None


def queue_of(actor: Actor) -> list[QueueLine]:
    """What waits for this member's help line: by hand first, then danger, minor, wait; what was put last comes last.

    One journal line for each way messages come in.
    """
    if actor.role not in (policies.ADVOCATE, "supervisor"):
        return []
    since = clock.today() - dt.timedelta(days=QueuePlace.KEPT_DAYS)
    places = QueuePlace.objects.filter(team__in=actor.team_ids, agency=actor.agency_id, updated_on__gte=since)
    by_hand = {(place.what, place.subject): place.priority for place in places}
    messages, found = waiting(actor), []
    now = clock.now()
    for one in messages:
        what, _sign, _rest = one.key.partition(":")
        priority = by_hand.get((what, _subject(one.key) or UUID(int=0)), 0)
        minutes = max(0, int((now - one.since).total_seconds() // 60))
        found.append(
            (priority, QueueLine(one, MOVED.get(QueuePlace.Priority(priority), "") if priority else "", minutes))
        )
    return [line for _priority, line in sorted(found, key=lambda pair: pair[0])]


def line_of(actor: Actor, key: str) -> QueueLine:
    """The waiting message of this key. Raises LookupError when none waits for this member, or it cannot be moved."""
    line = next((line for line in queue_of(actor) if line.waiting.key == key), None)
    if line is None or not line.can_move:
        raise LookupError(key)
    return line


def waiting_contacts(actor: Actor) -> list[Waiting]:
    """Contacts that were given back to the queue; a source of `waiting`."""
    if actor.role not in (policies.ADVOCATE, "supervisor"):
        return []
    rows = list(
        Contact.objects.filter(agency=actor.agency_id, team__in=actor.team_ids, status=WAITING).select_related(
            "taken_by"
        )
    )
    opened = read(actor, [subject_of(row) for row in rows], {"header"}, Purpose.LIST)
    headers = {item.subject: ContactHeader.of(item.data) for item in opened}
    return [_waiting(row, headers[row.pk]) for row in rows if row.pk in headers]


def newest_change(actor: Actor) -> int:
    """The number of the agency's newest journal event that was no reading: a page that knows it needs no new list."""
    events = events_for(actor.agency_id).exclude(verb__endswith=".read")
    found: int | None = events.order_by("-seq").values_list("seq", flat=True).first()
    return found or 0


def _waiting(row: Contact, header: ContactHeader) -> Waiting:
    title = _("%(lane)s, from the desk") % {"lane": words("lane", row.lane)}
    since = dt.datetime.fromisoformat(header.happened_at) if header.happened_at else row.created_hour
    url = reverse("intake:contact_detail", args=[row.pk])
    return Waiting(f"{CONTACT}:{row.pk}", title, url, header.channel, row.lane, since, header.danger, header.minor)


def _subject(key: str) -> UUID | None:
    try:
        return UUID(key.partition(":")[2])
    except ValueError:
        return None
