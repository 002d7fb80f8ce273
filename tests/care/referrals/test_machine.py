"""The way of a referral: every allowed step, every refusal, and what stays true over any order of events."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.care.referrals.machine import (
    BY_RECIPIENT,
    DECLINE_REASONS,
    FAIL_REASONS,
    NEEDS_CONSENT,
    STEPS,
    Facts,
    NotAllowed,
    events_open_to,
    step,
)
from waystation.care.referrals.models import Referral
from waystation.core import codes

STATES = [str(state) for state in Referral.Status.values]
EVENTS = ["send", "open", "accept", "decline", "start", "complete", "fail", "withdraw"]
REASON = {"decline": "men_not_served", "fail": "other"}
EXPECTED = {
    "draft": {"send": "sent"},
    "sent": {"open": "received", "withdraw": "withdrawn"},
    "received": {"open": "received", "accept": "accepted", "decline": "declined", "withdraw": "withdrawn"},
    "accepted": {
        "open": "accepted", "start": "started", "decline": "declined", "fail": "not_completed", "withdraw": "withdrawn",
    },
    "declined": {"withdraw": "withdrawn"},
    "started": {"open": "started", "complete": "completed", "fail": "not_completed", "withdraw": "withdrawn"},
    "completed": {"open": "completed", "withdraw": "withdrawn"},
    "not_completed": {"withdraw": "withdrawn"},
    "withdrawn": {},
}  # fmt: skip


def facts(event: str, mode: str = "packet", **changes: object) -> Facts:
    by = "recipient" if event in BY_RECIPIENT and mode != "three_way" else "sender"
    made = Facts(mode, by, consent_live=mode == "packet", reason=REASON.get(event, ""))
    return replace(made, **changes)  # type: ignore[arg-type]  # names of Facts


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", EVENTS)
def test_the_table_of_steps(state: str, event: str) -> None:
    wanted = EXPECTED[state].get(event)
    if wanted is None:
        with pytest.raises(NotAllowed, match="step"):
            step(state, event, facts(event))
    else:
        assert step(state, event, facts(event)) == wanted


def test_the_table_says_all_the_machine_knows() -> None:
    assert {(state, event): to for state, steps in EXPECTED.items() for event, to in steps.items()} == STEPS
    assert {code.code for code in codes.get("referral_state")} == set(STATES)


@pytest.mark.parametrize("event", sorted(NEEDS_CONSENT))
def test_no_step_with_a_packet_goes_without_a_live_release(event: str) -> None:
    state = next(state for state, known in STEPS if known == event)
    with pytest.raises(NotAllowed, match="consent"):
        step(state, event, facts(event, consent_live=False))


def test_a_person_can_withdraw_and_a_desk_can_decline_without_one() -> None:
    assert step("accepted", "withdraw", facts("withdraw", consent_live=False)) == "withdrawn"
    assert step("received", "decline", facts("decline", consent_live=False)) == "declined"


@pytest.mark.parametrize("event", EVENTS)
def test_the_other_side_cannot_take_the_step(event: str) -> None:
    state = next(state for state, known in STEPS if known == event)
    other = "sender" if event in BY_RECIPIENT else "recipient"
    with pytest.raises(NotAllowed, match="side"):
        step(state, event, facts(event, by=other))


@pytest.mark.parametrize("mode", ["opaque", "three_way"])
def test_nothing_about_a_person_travels_without_a_packet(mode: str) -> None:
    with pytest.raises(NotAllowed, match="identity"):
        step("draft", "send", facts("send", mode, fields=frozenset({"identity.age"})))
    assert step("draft", "send", facts("send", mode)) == "sent"


@pytest.mark.parametrize(("state", "event"), [("received", "decline"), ("started", "fail")])
@pytest.mark.parametrize("reason", ["", "because", "capacity "])
def test_a_no_carries_a_reason_of_the_list(state: str, event: str, reason: str) -> None:
    with pytest.raises(NotAllowed, match="reason"):
        step(state, event, facts(event, reason=reason))
    for known in DECLINE_REASONS if event == "decline" else FAIL_REASONS:
        step(state, event, facts(event, reason=known))


def test_after_a_call_together_the_sender_writes_down_the_answer() -> None:
    assert step("sent", "accept", facts("accept", "three_way")) == "accepted"
    assert step("sent", "decline", facts("decline", "three_way")) == "declined"
    with pytest.raises(NotAllowed):
        step("sent", "open", facts("open", "three_way"))


any_facts = st.builds(
    Facts,
    mode=st.sampled_from(["packet", "opaque", "three_way"]),
    by=st.sampled_from(["sender", "recipient"]),
    consent_live=st.booleans(),
    fields=st.frozensets(st.sampled_from(["identity.name_to_use", "safe_contact.how"])),
    reason=st.sampled_from(["", "men_not_served", "other", "nonsense"]),
)


@given(st.lists(st.tuples(st.sampled_from(EVENTS), any_facts), max_size=40))
def test_in_any_order_of_events_no_packet_moves_without_consent_and_no_identity_without_a_packet(
    events: list[tuple[str, Facts]],
) -> None:
    state, mode = "draft", events[0][1].mode if events else "packet"
    for event, given_facts in events:
        now = replace(given_facts, mode=mode)
        try:
            after = step(state, event, now)
        except NotAllowed:
            continue
        assert after in STATES
        assert mode == "packet" or not now.fields
        assert mode != "packet" or event not in NEEDS_CONSENT or now.consent_live
        assert state != "withdrawn"
        assert event in {*EXPECTED[state], "accept", "decline"}
        state = after


@given(st.sampled_from(STATES), any_facts)
def test_what_is_offered_is_what_would_be_taken(state: str, known: Facts) -> None:
    for event in events_open_to(state, known):
        step(state, event, replace(known, reason=REASON.get(event, "")))
