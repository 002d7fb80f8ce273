"""What the gate asks about referrals."""

from __future__ import annotations

import datetime as dt

from waystation.care.cases.models import Case
from waystation.care.cases.policies import Standing
from waystation.care.cases.rules import standing
from waystation.care.referrals import policies
from waystation.care.referrals.models import KIND, THREAD, Referral
from waystation.care.referrals.moving import has_ended
from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import SEE, Actor, Ruling, Subject


def subject_of(row: Referral) -> Subject:
    return Subject(KIND, row.pk, row.agency_id, row)


def is_at_desk(actor: Actor, row: Referral) -> bool:
    """Whether the actor sits at the intake desk this referral was sent to."""
    desk = team_of_kind(row.recipient_id, Team.Kind.INTAKE) if row.recipient_id else None
    in_intake = desk is not None and actor.keyring.holds(desk.pk)
    return policies.can_receive(actor.role, row.recipient_id == actor.agency_id, in_intake)


def rule_referral(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """The sender's worker and supervisor follow, the worker sends; the recipient's desk reads and answers."""
    row = subject.row if isinstance(subject.row, Referral) else _find(subject)
    if row is None:
        return Ruling(False, "referrals.none")
    if row.status != Referral.Status.DRAFT and row.mode != Referral.Mode.THREE_WAY and is_at_desk(actor, row):
        return _at_desk(row, fields, purpose)
    place = standing(actor, row.case)
    in_team = place is not Standing.NONE and actor.keyring.holds(row.case.team_id)
    if not policies.can_follow(actor.role, place is Standing.ASSIGNED, in_team):
        return Ruling(False, "referrals.not_yours")
    if purpose in (SEE, "work", "list"):
        return Ruling(True, "referrals.team_follows")
    if purpose == "send" and row.case.status == Case.Status.CLOSED:
        return Ruling(False, "referrals.case_closed", "This case is closed. Open it again to work on it.")
    if purpose == "send" and policies.can_send(actor.role, place is Standing.ASSIGNED):
        return Ruling(True, "referrals.worker_sends")
    return Ruling(False, "referrals.worker_only", "Only the worker of this case sends a referral.")


def _at_desk(row: Referral, fields: frozenset[str], purpose: str) -> Ruling:
    if purpose == SEE:
        return Ruling(True, "referrals.desk_sees")
    if row.status == Referral.Status.WITHDRAWN:
        return Ruling(False, "referrals.withdrawn", "The person withdrew. Their release has ended.")
    if has_ended(row):
        return Ruling(False, "referrals.ended", "The release behind this referral is no longer live.")
    if purpose in ("work", "list", "answer") and fields <= {THREAD}:
        return Ruling(True, "referrals.desk_reads")
    return Ruling(False, "referrals.desk_reads_the_thread_only")


def _find(subject: Subject) -> Referral | None:
    return Referral.objects.select_related("case", "packet__authorization").filter(pk=subject.id).first()


RULES = {KIND: rule_referral}
