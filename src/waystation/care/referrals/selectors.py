"""Reads of referrals: what a case sent, what came in at a desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import F, Q, QuerySet

from waystation.care.cases.models import Case
from waystation.care.referrals.machine import OPEN_STATES
from waystation.care.referrals.models import HEADER, KIND, THREAD, Referral
from waystation.care.referrals.moving import has_ended
from waystation.care.referrals.rules import is_at_desk, subject_of
from waystation.care.referrals.thread import Header, Thread
from waystation.foundation import gate
from waystation.foundation.gate import SEE, Actor, Subject
from waystation.foundation.gate.deciding import require

WAITING = frozenset({Referral.Status.SENT, Referral.Status.RECEIVED})


@dataclass(frozen=True)
class Sent:
    """A referral as its sender sees it."""

    row: Referral
    header: Header
    thread: Thread

    @property
    def is_draft(self) -> bool:
        return self.row.status == Referral.Status.DRAFT


@dataclass(frozen=True)
class Received:
    """A referral at the desk it was sent to. `thread` is empty once the person withdrew or the release ran out."""

    row: Referral
    thread: Thread
    state: str
    """open, ended (the release ran out), withdrawn"""

    @property
    def is_under_way(self) -> bool:
        """Whether an answer or a service is under way at this desk, be it that the release ended meanwhile."""
        return self.row.status in OPEN_STATES

    @property
    def waits(self) -> bool:
        """Whether this desk still owes an answer."""
        return self.state == "open" and self.row.status in WAITING


def sent_referrals(actor: Actor, case: Case) -> list[Sent]:
    """What a case sent and drafted, newest first. Raises gate.Refused."""
    rows = list(_rows().filter(case=case))
    if not rows:
        return []
    opened = gate.read(actor, [subject_of(row) for row in rows], {HEADER, THREAD}, "work")
    parts = {(item.subject, item.compartment): item.data for item in opened}
    return [Sent(row, Header.of(parts.get((row.pk, HEADER))), Thread.of(parts.get((row.pk, THREAD)))) for row in rows]


def sent_referral(actor: Actor, referral_id: UUID, case: Case) -> Sent:
    """One referral of this case. Raises gate.Refused, alike for none and not yours."""
    row = _rows().filter(pk=referral_id, case=case).first()
    subject = subject_of(row) if row else Subject(KIND, uuid4(), actor.agency_id)
    require(actor, subject, {HEADER}, SEE)
    assert row is not None  # the rule refuses what does not exist
    opened = gate.read(actor, subject, {HEADER, THREAD}, "work")
    parts = {item.compartment: item.data for item in opened}
    return Sent(row, Header.of(parts.get(HEADER)), Thread.of(parts.get(THREAD)))


def referral_to_send(actor: Actor, referral_id: UUID, case: Case) -> Sent:
    """One referral of this case, for whoever may send it. Raises gate.Refused before anything is opened."""
    row = _rows().filter(pk=referral_id, case=case).first()
    require(actor, subject_of(row) if row else Subject(KIND, uuid4(), actor.agency_id), {THREAD}, "send")
    return sent_referral(actor, referral_id, case)


def as_triples(found: Sequence[Sent]) -> list[tuple[Referral, Header, Thread]]:
    """For actions.take_in_answers."""
    return [(item.row, item.header, item.thread) for item in found]


def received_referrals(actor: Actor) -> list[Received]:
    """What came in at this member's intake desk, what waits first. What is withdrawn or over has no thread here."""
    rows = [row for row in _inbox(actor) if is_at_desk(actor, row)]
    readable = [row for row in rows if state_of(row) == "open"]
    opened = gate.read(actor, [subject_of(row) for row in readable], {THREAD}, "list") if readable else []
    threads = {item.subject: Thread.of(item.data) for item in opened}
    found = [Received(row, threads.get(row.pk, Thread()), state_of(row)) for row in rows]
    return sorted(found, key=lambda item: (not item.waits, item.row.status not in OPEN_STATES, item.row.due_on))


def received_referral(actor: Actor, referral_id: UUID) -> Received:
    """One received referral. Raises gate.Refused, alike for none and not yours."""
    row = _inbox(actor).filter(pk=referral_id).first()
    if row is None or not is_at_desk(actor, row):
        nothing = Subject(KIND, uuid4(), actor.agency_id)
        raise gate.Refused(gate.decide(actor, nothing, {THREAD}, SEE), visible=False)
    subject = subject_of(row)
    if (state := state_of(row)) != "open":
        return Received(row, Thread(), state)
    opened = gate.read(actor, subject, {THREAD}, "work")
    return Received(row, Thread.of(opened[0].data if opened else None), state)


def state_of(row: Referral) -> str:
    """open, ended or withdrawn, as the recipient has to know it now."""
    if row.status == Referral.Status.WITHDRAWN:
        return "withdrawn"
    return "ended" if has_ended(row) else "open"


def waiting_at_desk(actor: Actor) -> int:
    """How many referrals wait for an answer at this member's desk; clear rows only, for Today."""
    rows = [row for row in _inbox(actor) if row.status in WAITING and state_of(row) == "open"]
    return sum(is_at_desk(actor, row) for row in rows)


def answers_for(actor: Actor) -> QuerySet[Referral]:
    """Referrals of this worker's cases with an answer that was not looked at yet; clear rows only, for Today."""
    mine = Q(case__assignee=actor.member)
    for cover in actor.covers:
        mine |= Q(case__assignee=cover.member_id, case__team=cover.team_id)
    rows = Referral.objects.filter(mine, agency=actor.agency_id)
    return rows.exclude(status=Referral.Status.DRAFT).filter(version__gt=F("taken_in")).select_related("recipient")


def _inbox(actor: Actor) -> QuerySet[Referral]:
    rows = _rows().filter(recipient=actor.agency_id).exclude(status=Referral.Status.DRAFT)
    return rows.exclude(mode=Referral.Mode.THREE_WAY)


def _rows() -> QuerySet[Referral]:
    return Referral.objects.select_related("case", "agency", "recipient", "packet__authorization")
