"""On the sender's side: take in what came back, write down what was heard, close at withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from waystation.care.cases import actions as cases
from waystation.care.cases.actions.opening import count_again
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import subject_of
from waystation.care.consent.models import Authorization, Packet
from waystation.care.referrals.actions.answering import add_to_thread
from waystation.care.referrals.models import HEADER, KIND, THREAD, Referral
from waystation.care.referrals.moving import counts, facts_of, lock, move
from waystation.care.referrals.rules import subject_of as referral_subject
from waystation.care.referrals.thread import Header, Step, Thread
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.capsules import amend
from waystation.foundation.keyring.actions.compartments import rotate

LINES = {
    "accept": "referral_accepted",
    "decline": "referral_declined",
    "start": "referral_started",
    "complete": "referral_completed",
    "fail": "referral_not_completed",
    "withdraw": "referral_withdrawn",
}
"""Which line of the timeline each step becomes; an opening stands in the list of what left."""


def take_in_answers(actor: Actor, *, case: Case, found: Sequence[tuple[Referral, Header, Thread]]) -> int:
    """Put answers that came back since the last time on the timeline and into the counts. Returns how many lines.

    `found` was opened for the page that is being shown. Whoever may not write to the case takes in nothing.
    """
    fresh = [(row, header, thread) for row, header, thread in found if row.version > row.taken_in and thread.steps]
    fresh = [item for item in fresh if gate.decide(actor, referral_subject(item[0]), {THREAD}, "send").allowed]
    if not fresh:
        return 0
    with gate.deed(actor, "referral.answers_taken_in", subject_of(case), detail={"referrals": len(fresh)}) as act:
        lines = sum(_take_in(act, actor, case, *item) for item in fresh)
        count_again(act, actor, case, {"referrals": counts(case)})
    return lines


def record_outcome(
    actor: Actor, *, referral: Referral, header: Header, event: str, reason: str = "", version: int
) -> Referral:
    """After a call together: what was heard on the line. Raises machine.NotAllowed, Stale, gate.Refused."""
    require(actor, referral_subject(referral), {THREAD}, "send")
    case = Case.objects.select_related("agency", "team").get(pk=referral.case_id)
    with gate.deed(actor, "referral.outcome_heard", subject_of(case), detail={"event": event}) as act:
        row = lock(referral, version)
        move(row, event, facts_of(row, by="sender", reason=reason))
        add_to_thread(act, actor, row.pk, Step(clock.now().isoformat(), event, actor.agency.name, actor.role, reason))
        row.taken_in = row.version
        row.save()
        _line(act, actor, case, event, header, reason)
        count_again(act, actor, case, {"referrals": counts(case)})
    return row


def close_on_withdrawal(act: Deed, actor: Actor, release: Authorization, packets: list[Packet]) -> None:
    """Follow a withdrawal: each referral under it ends and its thread gets a key that only our team holds."""
    rows = Referral.objects.select_for_update(of=("self",)).filter(packet__in=packets)
    for row in rows.exclude(status=Referral.Status.WITHDRAWN):
        move(row, "withdraw", facts_of(row, by="sender"))
        own = {THREAD: [release.case.team]}
        act.wrote(rotate(actor.keyring, subject=row.pk, compartments=[THREAD], holders=own))
        row.save()
    count_again(act, actor, release.case, {"referrals": counts(release.case)})


def _take_in(act: Deed, actor: Actor, case: Case, row: Referral, header: Header, thread: Thread) -> int:
    steps = thread.step_list()
    fresh = [step for step in steps[header.taken_in :] if step.event in LINES]
    for step in fresh:
        # An event each: a capsule is written once in an event.
        with gate.deed(actor, "referral.answer_noted", subject_of(case), detail={"event": step.event}) as one:
            _line(one, actor, case, step.event, header, step.reason)

    def remember(data: dict[str, Any]) -> dict[str, Any]:
        return replace(Header.of(data), taken_in=len(steps)).to_dict()

    act.wrote(amend(actor.keyring, subject=row.pk, kind=KIND, compartment=HEADER, change=remember))
    Referral.objects.filter(pk=row.pk, taken_in__lt=row.version).update(taken_in=row.version)
    return len(fresh)


def _line(act: Deed, actor: Actor, case: Case, event: str, header: Header, reason: str) -> None:
    params = {"agency": header.organization, "service": header.need}
    if reason:
        params["reason"] = reason
    cases.note_on_timeline(act, actor, case, LINES[event], params)
