"""Who reads, takes and answers what comes in by text or chat: every role, relation and purpose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from waystation.care.intake.answering import ANSWER, READERS, may_answer
from waystation.care.intake.policies import Place, Purpose
from waystation.foundation.agencies.roles import roles

TODAY = date(2026, 11, 22)
WAITS = Place(in_team=True, own=False, status="waiting", updated_on=TODAY)
OWN = Place(in_team=True, own=True, status="open", updated_on=TODAY)
THEIRS = Place(in_team=True, own=False, status="open", updated_on=TODAY)
ENDED = Place(in_team=True, own=True, status="closed", updated_on=TODAY)
LONG_AGO = Place(in_team=True, own=True, status="closed", updated_on=TODAY - timedelta(days=15))
ELSEWHERE = Place(in_team=False, own=True, status="open", updated_on=TODAY)
EVERY = (WAITS, OWN, THEIRS, ENDED, LONG_AGO, ELSEWHERE)


def allowed(role: str, place: Place, purpose: str, *fields: str) -> bool:
    return may_answer(role, place, fields, purpose, TODAY).allowed


@pytest.mark.parametrize("role", sorted(set(roles()) - READERS))
def test_no_other_role_learns_that_there_is_anything(role: str) -> None:
    for place in EVERY:
        for purpose in (*Purpose, ANSWER):
            verdict = may_answer(role, place, {"talk"}, purpose, TODAY)
            assert not verdict.allowed
            assert not verdict.visible


@pytest.mark.parametrize("role", sorted(READERS))
def test_the_desk_reads_what_waits_and_what_is_open(role: str) -> None:
    assert all(allowed(role, place, Purpose.WORK, "talk") for place in (WAITS, OWN, THEIRS))
    assert allowed(role, LONG_AGO, Purpose.WORK, "talk") is (role == "supervisor")
    assert not allowed(role, ELSEWHERE, Purpose.WORK, "talk")


@pytest.mark.parametrize("role", sorted(READERS))
def test_only_the_advocate_who_took_it_writes(role: str) -> None:
    is_advocate = role == "hotline_advocate"
    assert allowed(role, WAITS, Purpose.TAKE, "header") is is_advocate
    assert allowed(role, OWN, Purpose.WRITE, "header") is is_advocate
    assert not any(allowed(role, place, Purpose.WRITE, "header") for place in (WAITS, THEIRS, ENDED, LONG_AGO))
    assert not any(allowed(role, place, Purpose.TAKE, "header") for place in (ENDED, LONG_AGO))


@pytest.mark.parametrize("role", sorted(READERS))
def test_a_number_opens_to_write_back_and_for_nothing_else(role: str) -> None:
    assert allowed(role, OWN, ANSWER, "number") is (role == "hotline_advocate")
    assert not allowed(role, THEIRS, ANSWER, "number")
    for purpose in (Purpose.WORK, Purpose.LIST, Purpose.WRITE, Purpose.TAKE, Purpose.SEE):
        assert not allowed(role, OWN, purpose, "number")
    assert not allowed(role, OWN, ANSWER, "words")


def test_what_was_seen_opens_nothing() -> None:
    assert not allowed("hotline_advocate", OWN, Purpose.SEE, "header", "talk")
