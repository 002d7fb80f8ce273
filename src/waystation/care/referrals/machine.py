"""The way of a referral as a pure function: state and event in, next state out, or a named refusal.

States and events follow the closed-loop referral of FHIR Task, cut down to what two small agencies can keep true.
"""

from __future__ import annotations

from dataclasses import dataclass

from waystation.core import codes

PACKET, OPAQUE, THREE_WAY = "packet", "opaque", "three_way"
SENDER, RECIPIENT = "sender", "recipient"

STEPS: dict[tuple[str, str], str] = {
    ("draft", "send"): "sent",
    ("sent", "open"): "received",
    ("received", "open"): "received",
    ("accepted", "open"): "accepted",
    ("started", "open"): "started",
    ("completed", "open"): "completed",
    ("received", "accept"): "accepted",
    ("received", "decline"): "declined",
    ("accepted", "decline"): "declined",
    ("accepted", "start"): "started",
    ("accepted", "fail"): "not_completed",
    ("started", "complete"): "completed",
    ("started", "fail"): "not_completed",
    **{
        (state, "withdraw"): "withdrawn"
        for state in ("sent", "received", "accepted", "declined", "started", "completed", "not_completed")
    },
}
"""Every allowed step; what is not here is refused."""
CALLED = {("sent", "accept"): "accepted", ("sent", "decline"): "declined"}
"""After a three-way call there is nothing to open: the answer was heard on the line."""
DECLINE_REASONS = tuple(code.code for code in codes.get("decline_reason"))
FAIL_REASONS = ("person_not_reached", "person_declined", "other_service_fits", "cannot_keep_safe", "other")
"""Why a service did not work out: those of the same list that can happen later."""
BY_RECIPIENT = frozenset({"open", "accept", "decline", "start", "complete", "fail"})
OPEN_STATES = frozenset({"sent", "received", "accepted", "started"})
NEEDS_CONSENT = frozenset({"send", "open", "accept", "start", "complete", "fail"})


class NotAllowed(Exception):
    """The step is refused; `code` says why: consent, identity, reason, side, step."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Facts:
    """What is true at the moment of the step."""

    mode: str
    by: str
    consent_live: bool = False
    fields: frozenset[str] = frozenset()
    """The case fields that travel with it."""
    reason: str = ""


def step(state: str, event: str, facts: Facts) -> str:
    """The next state. Raises NotAllowed.

    A packet never moves without a live release, nothing about a person travels in the other modes, a refusal and a
    failure carry a reason, and each side takes only its own steps (after a call together the sender writes down both).
    """
    steps = {**STEPS, **CALLED} if facts.mode == THREE_WAY else STEPS
    if (state, event) not in steps or (facts.mode == THREE_WAY and event == "open"):
        raise NotAllowed("step")
    side = RECIPIENT if event in BY_RECIPIENT and facts.mode != THREE_WAY else SENDER
    if facts.by != side:
        raise NotAllowed("side")
    if facts.mode != PACKET and facts.fields:
        raise NotAllowed("identity")
    if facts.mode == PACKET and event in NEEDS_CONSENT and not facts.consent_live:
        raise NotAllowed("consent")
    if event == "decline" and facts.reason not in DECLINE_REASONS:
        raise NotAllowed("reason")
    if event == "fail" and facts.reason not in FAIL_REASONS:
        raise NotAllowed("reason")
    return steps[(state, event)]


def events_open_to(state: str, facts: Facts) -> list[str]:
    """Which events `step` would take now, with the first reason where one is needed."""
    found = []
    for event in ("open", "accept", "decline", "start", "complete", "fail", "withdraw"):
        reason = {"decline": DECLINE_REASONS[0], "fail": FAIL_REASONS[0]}.get(event, "")
        try:
            step(state, event, Facts(facts.mode, facts.by, facts.consent_live, facts.fields, reason))
        except NotAllowed:
            continue
        found.append(event)
    return found
