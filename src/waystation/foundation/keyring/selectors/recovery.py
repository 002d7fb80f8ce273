"""Who may bring a lost passphrase back, what is under way, and what happened to whose keys of late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from waystation.foundation import clock
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import head_of
from waystation.foundation.keyring.actions.recovery import DELAY, WINDOW
from waystation.foundation.keyring.models import CodeRequest, RecoveryRequest, RecoveryShare

FOUND_BROKEN = "journal.found_broken"
TOLD = (
    FOUND_BROKEN, "recovery.custodians_named", "recovery.begun", "recovery.stopped", "member.recovered",
    "member.recovery_code_used", "member.second_factor_removed", "recovery.envelope_renewed",
    "recovery.code_begun", "recovery.code_stopped", "recovery.code_replaced",
)  # fmt: skip
"""Verbs that the member and the supervisors of the agency are told of."""
NEW_CODES = ("recovery.envelope_renewed", "recovery.code_replaced")
DAYS = dt.timedelta(days=7)
_EVENTS = 20_000
"""How far back in the journal to look at most: the newest events, found by their numbers."""


@dataclass(frozen=True)
class Told:
    """One thing that happened to a member's keys. `member` is None when it concerns the agency as a whole."""

    at: dt.datetime
    verb: str
    actor: Member | None
    member: Member | None


@dataclass(frozen=True)
class UnderWay:
    """A recovery that waits for its second custodian, from `ready_at` until `over_at`."""

    request: RecoveryRequest
    ready_at: dt.datetime
    over_at: dt.datetime

    @property
    def is_ready(self) -> bool:
        return self.ready_at <= clock.now() <= self.over_at


def custodians(agency: UUID) -> list[Member]:
    """The custodians of an agency, by name; fewer than two can do nothing."""
    holders = RecoveryShare.objects.filter(agency=agency).values("first")
    return list(Member.objects.filter(pk__in=holders, is_active=True))


def under_way(agency: UUID) -> list[UnderWay]:
    """Recoveries that were begun and neither approved nor stopped nor too old, the newest first."""
    rows = RecoveryRequest.objects.filter(agency=agency, done_at=None, begun_at__gte=clock.now() - WINDOW)
    found = rows.select_related("member", "begun_by").order_by("-begun_at")
    return [UnderWay(row, row.begun_at + DELAY, row.begun_at + WINDOW) for row in found]


@dataclass(frozen=True)
class CodeUnderWay:
    """A new agency code that waits for its second custodian, from `ready_at` until `over_at`."""

    request: CodeRequest
    ready_at: dt.datetime
    over_at: dt.datetime

    @property
    def is_ready(self) -> bool:
        return self.ready_at <= clock.now() <= self.over_at


def new_code_under_way(agency: UUID) -> CodeUnderWay | None:
    """The new agency code that was begun and neither made nor stopped nor too old."""
    rows = CodeRequest.objects.filter(agency=agency, done_at=None, begun_at__gte=clock.now() - WINDOW)
    row = rows.select_related("begun_by").order_by("-begun_at").first()
    return CodeUnderWay(row, row.begun_at + DELAY, row.begun_at + WINDOW) if row else None


def envelope_was_opened(agency: UUID) -> bool:
    """Whether the agency code was used since it was made (as far back as `told` looks): then it wants a new one."""
    news = Event.objects.filter(chain=agency, seq__gt=head_of(agency)[0] - _EVENTS)
    uses = Q(verb="recovery.custodians_named") | Q(verb="member.recovered", actor=F("subject"))
    last = news.filter(uses | Q(verb__in=NEW_CODES)).order_by("-seq").first()
    return last is not None and last.verb not in NEW_CODES


def told(member: Member) -> list[Told]:
    """What a member is told of keys and second factors of the last days: their own; of everyone for supervisors."""
    people = {member.pk: member}
    subjects: Iterable[UUID] = [member.pk]
    if policies.can_watch_recovery(member.role):
        people = {one.pk: one for one in Member.objects.filter(agency=member.agency_id)}
        subjects = [*people, member.agency_id]
    nobody = member.agency_id
    since = head_of(member.agency_id)[0] - _EVENTS
    rows = Event.objects.filter(
        chain=member.agency_id, subject__in=subjects, seq__gt=since, verb__in=TOLD, at__gte=clock.now() - DAYS
    ).order_by("-seq")
    events = [row for row in rows if not (row.verb == "member.second_factor_removed" and row.actor == row.subject)]
    missing = {row.actor for row in events if row.actor} - set(people)
    people |= {one.pk: one for one in Member.objects.filter(pk__in=missing)}
    return [
        Told(row.at, row.verb, people.get(row.actor or nobody), people.get(row.subject or nobody)) for row in events
    ]
