"""Sending: with a release, without identity, or by calling together."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from waystation.care.cases import actions as cases
from waystation.care.cases.actions.opening import count_again
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import shareable_values, subject_of
from waystation.care.codelists import words
from waystation.care.consent.actions import NotLive, send_packet
from waystation.care.consent.models import Authorization
from waystation.care.consent.policies import is_live
from waystation.care.referrals.machine import NotAllowed
from waystation.care.referrals.models import KIND, THREAD, Referral
from waystation.care.referrals.moving import counts, facts_of, lock, move
from waystation.care.referrals.rules import subject_of as referral_subject
from waystation.care.referrals.thread import Header, Step, Thread
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.selectors import team_of_kind
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import write
from waystation.foundation.keyring.actions.compartments import create_compartments

SAYABLE = "23456789abcdefghjkmnpqrstuvwxyz"


class NotSent(Exception):
    """Nothing left; `code`: consent, recipient, fields, call_back, step."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def send(
    actor: Actor,
    *,
    referral: Referral,
    header: Header,
    release: Authorization | None,
    fields: Sequence[str],
    version: int,
) -> Referral:
    """Seal the chosen fields to the partner's intake desk and send. `version` is that of the form that was filled in.

    Raises NotSent, NotLive, keyring's Stale, gate.Refused.
    """
    case = _require(actor, referral)
    if release is None or release.case_id != case.pk or release.recipient_id != referral.recipient_id:
        raise NotSent("consent")
    if not is_live(release.status, release.starts_on, release.expires_on, clock.today()):
        raise NotLive("expired")
    if not fields:
        raise NotSent("fields")
    values = shareable_values(actor, case, fields)
    if "referrals.need" in values:
        values["referrals.need"] = words("service", header.need)
    detail = {"recipient": release.recipient.name, "fields": sorted(values)}
    with gate.deed(actor, "referral.sent", subject_of(case), detail=detail) as act:
        row = _locked_draft(referral, version)
        row.mode = Referral.Mode.PACKET
        row.packet = send_packet(act, actor, release=release, values=values)
        thread = Thread(header.service, header.need, header.urgency, actor.agency.name)
        _leave(act, actor, case, row, thread, frozenset(values))
        params = {"agency": release.recipient.name, "service": header.need}
        cases.note_on_timeline(act, actor, case, "referral_sent", params)
    return row


def send_opaque(actor: Actor, *, referral: Referral, header: Header, call_back: str, version: int) -> Referral:
    """A hand-off without identity: a need, a word to quote, and the worker's own line. Nothing about the person.

    Raises NotSent, keyring's Stale, gate.Refused.
    """
    case = _require(actor, referral)
    if referral.recipient is None:
        raise NotSent("recipient")
    if not call_back.strip():
        raise NotSent("call_back")
    token = "-".join("".join(secrets.choice(SAYABLE) for _ in range(3)) for _ in range(2))
    thread = Thread(header.service, header.need, header.urgency, actor.agency.name, token, call_back.strip())
    recipient = referral.recipient.name
    with gate.deed(actor, "referral.sent_without_name", subject_of(case), detail={"recipient": recipient}) as act:
        row = _locked_draft(referral, version)
        row.mode = Referral.Mode.OPAQUE
        _leave(act, actor, case, row, thread, frozenset())
        params = {"agency": recipient, "service": header.need}
        cases.note_on_timeline(act, actor, case, "referral_without_name", params)
    return row


def send_three_way(actor: Actor, *, referral: Referral, header: Header, version: int) -> Referral:
    """Write down a call together: the person spoke for themself, the software sent nothing.

    Raises NotSent, keyring's Stale, gate.Refused.
    """
    case = _require(actor, referral)
    thread = Thread(header.service, header.need, header.urgency, actor.agency.name)
    with gate.deed(actor, "referral.called_together", subject_of(case), detail={"service": header.service}) as act:
        row = _locked_draft(referral, version)
        row.mode = Referral.Mode.THREE_WAY
        _leave(act, actor, case, row, thread, frozenset())
        params = {"agency": header.organization, "service": header.need}
        cases.note_on_timeline(act, actor, case, "referral_without_name", params)
    return row


def _require(actor: Actor, referral: Referral) -> Case:
    require(actor, referral_subject(referral), {THREAD}, "send")
    return Case.objects.select_related("agency", "team").get(pk=referral.case_id)


def _locked_draft(referral: Referral, version: int) -> Referral:
    row = lock(referral, version)
    if row.status != Referral.Status.DRAFT:
        raise NotSent("step")
    return row


def _leave(act: Deed, actor: Actor, case: Case, row: Referral, thread: Thread, fields: frozenset[str]) -> None:
    """The step draft -> sent: the thread is made and sealed to both sides (to ours alone after a call together)."""
    try:
        move(row, "send", facts_of(row, by="sender", fields=fields))
    except NotAllowed as refusal:
        raise NotSent(refusal.code) from None
    holders: list[Any] = [case.team]
    if row.mode != Referral.Mode.THREE_WAY:
        desk = team_of_kind(row.recipient_id, Team.Kind.INTAKE) if row.recipient_id else None
        if desk is None:
            raise NotSent("recipient")
        holders.append(desk)
    create_compartments(actor.keyring, subject=row.pk, kind=KIND, holders={THREAD: holders})
    step = Step(clock.now().isoformat(), "send", actor.agency.name, actor.role)
    data = thread.plus(step).to_dict()
    act.wrote(write(actor.keyring, subject=row.pk, kind=KIND, compartment=THREAD, data=data, expected_version=None))
    row.taken_in = row.version
    row.save()
    count_again(act, actor, case, {"referrals": counts(case)})
