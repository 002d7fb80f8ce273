"""At the desk of the other agency: open what came in, answer, report what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from waystation.care.consent import actions as consent
from waystation.care.referrals.machine import OPEN_STATES
from waystation.care.referrals.models import KIND, THREAD, Referral
from waystation.care.referrals.moving import facts_of, lock, move
from waystation.care.referrals.rules import subject_of
from waystation.care.referrals.thread import Step, Thread
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import amend

VERBS = {
    "open": "referral.opened",
    "accept": "referral.accepted",
    "decline": "referral.declined",
    "start": "referral.started",
    "complete": "referral.completed",
    "fail": "referral.not_completed",
}


def open_received(actor: Actor, *, referral: Referral) -> dict[str, str]:
    """The fields of a received packet, {} for a hand-off without identity. The first opening is a step of the way.

    Raises gate.Refused when the release is no longer live, Tampered.
    """
    require(actor, subject_of(referral), {THREAD}, "answer")
    fields = consent.open_packet(actor, referral.packet) if referral.packet else {}
    if referral.status == Referral.Status.SENT:
        _step(actor, referral, "open", "", None)
    return fields


def answer(actor: Actor, *, referral: Referral, event: str, reason: str = "", version: int) -> Referral:
    """Accept, decline, start, complete, fail: told to both sides in the sealed thread.

    A declined packet is destroyed at once. Raises machine.NotAllowed, keyring's Stale, gate.Refused.
    """
    require(actor, subject_of(referral), {THREAD}, "answer")
    return _step(actor, referral, event, reason, version)


def add_to_thread(act: Deed, actor: Actor, referral: UUID, step: Step) -> None:
    """Put one step into the sealed thread, inside a running deed."""

    def add(data: dict[str, Any]) -> dict[str, Any]:
        return Thread.of(data).plus(step).to_dict()

    act.wrote(amend(actor.keyring, subject=referral, kind=KIND, compartment=THREAD, change=add))


def _step(actor: Actor, referral: Referral, event: str, reason: str, version: int | None) -> Referral:
    with gate.deed(actor, VERBS.get(event, "referral.answered"), subject_of(referral)) as act:
        row = lock(referral, version)
        if event == "open" and row.status not in OPEN_STATES:
            return row
        move(row, event, facts_of(row, by="recipient", reason=reason))
        add_to_thread(act, actor, row.pk, Step(clock.now().isoformat(), event, actor.agency.name, actor.role, reason))
        if event == "decline" and row.packet is not None:
            consent.close_packet(act, row.packet, withdrawn=False)
        row.save()
    return row
