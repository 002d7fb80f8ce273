"""What the gate asks about releases and packets."""

from __future__ import annotations

import datetime as dt

from waystation.care.cases.models import Case
from waystation.care.cases.policies import Standing
from waystation.care.cases.rules import standing
from waystation.care.consent import policies
from waystation.care.consent.models import KIND, Authorization, Packet
from waystation.foundation import clock
from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import SEE, Actor, Ruling, Subject

PACKET = "packet"


def authorization_subject(row: Authorization) -> Subject:
    return Subject(KIND, row.pk, row.agency_id, row)


def packet_subject(row: Packet) -> Subject:
    return Subject(PACKET, row.pk, row.sender_id, row)


def serves_people(actor: Actor) -> bool:
    facts = actor.role_facts
    return bool(facts and facts.serves_people)


def rule_authorization(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """The worker of the case records and sends; the team reads and withdraws."""
    row = subject.row if isinstance(subject.row, Authorization) else _find(subject)
    if row is None:
        return Ruling(False, "consent.none")
    place = standing(actor, row.case)
    assigned, in_team = place is Standing.ASSIGNED, place is not Standing.NONE and actor.keyring.holds(row.case.team_id)
    if not policies.can_read(actor.role, assigned, in_team, serves_people(actor)):
        return Ruling(False, "consent.not_yours")
    if purpose in (SEE, "work"):
        return Ruling(True, "consent.team_reads")
    if purpose == "withdraw":
        return Ruling(policies.can_withdraw(in_team, serves_people(actor)), "consent.team_withdraws")
    if purpose in ("record", "send") and row.case.status == Case.Status.CLOSED:
        return Ruling(False, "consent.case_closed", "This case is closed. Open it again to work on it.")
    if purpose in ("record", "send") and policies.can_record(actor.role, assigned):
        return Ruling(True, "consent.worker_records")
    return Ruling(False, "consent.worker_only", "Only the worker of this case records a release and sends under it.")


def rule_packet(
    actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
) -> Ruling:
    """The intake desk of the recipient opens a packet, while the release lives and not a moment longer."""
    row = subject.row if isinstance(subject.row, Packet) else Packet.objects.filter(pk=subject.id).first()
    if row is None:
        return Ruling(False, "packet.none")
    desk = team_of_kind(row.recipient_id, Team.Kind.INTAKE)
    in_intake = desk is not None and actor.keyring.holds(desk.pk)
    if not policies.can_receive(actor.role, row.recipient_id == actor.agency_id, in_intake):
        return Ruling(False, "packet.not_yours")
    if purpose == SEE:
        return Ruling(True, "packet.recipient_sees")
    if purpose == "open" and packet_is_open(row, now):
        return Ruling(True, "packet.recipient_opens")
    return Ruling(False, "packet.closed", "The release behind this packet is no longer live.")


def packet_is_open(row: Packet, now: dt.datetime) -> bool:
    """Whether a packet may be opened at this instant: its body is there, its time runs, its release is live."""
    release = row.authorization
    live = policies.is_live(release.status, release.starts_on, release.expires_on, clock.today())
    return live and row.body is not None and row.withdrawn_on is None and now < row.expires_at


def _find(subject: Subject) -> Authorization | None:
    return Authorization.objects.select_related("case").filter(pk=subject.id).first()


RULES = {KIND: rule_authorization, PACKET: rule_packet}
