"""Who may sign: the dated table, case by case. What is not clearly answered goes to counsel."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.care.consent.signers import NO, UNKNOWN, YES, Signing, edition, rules_for, table, who_may_sign

ON = dt.date(2026, 11, 22)
ALONE, BOTH, GUARDIAN = frozenset({"survivor"}), frozenset({"survivor", "guardian"}), frozenset({"guardian"})
ADULT = Signing(age="adult", court_guardian=NO, signed_by=ALONE)
MINOR = Signing(age="minor", years=17, custody="parent", guardian_concern=NO, signed_by=BOTH)
CASES = [
    (ADULT, "OH", True, "us-adult"),
    (replace(ADULT, signed_by=frozenset()), "OH", False, "signature_missing"),
    (replace(ADULT, court_guardian=UNKNOWN), "OH", False, "no_rule"),
    (
        replace(ADULT, court_guardian=YES, guardian_concern=NO, signed_by=BOTH),
        "OH",
        True,
        "us-adult-with-court-guardian",
    ),
    (replace(ADULT, court_guardian=YES, guardian_concern=NO), "OH", False, "signature_missing"),
    (replace(ADULT, court_guardian=YES, guardian_concern=YES, signed_by=BOTH), "OH", False, "guardian_is_abuser"),
    (MINOR, "OH", True, "us-minor-with-parent"),
    (MINOR, "", True, "us-minor-with-parent"),
    (replace(MINOR, signed_by=ALONE), "OH", False, "signature_missing"),
    (replace(MINOR, signed_by=GUARDIAN), "OH", False, "signature_missing"),
    (replace(MINOR, guardian_concern=UNKNOWN), "OH", False, "guardian_is_abuser"),
    (replace(MINOR, guardian_concern=YES), "OH", False, "guardian_is_abuser"),
    (replace(MINOR, custody="nobody", signed_by=ALONE), "OH", False, "no_rule"),
    (replace(MINOR, custody=UNKNOWN), "OH", False, "no_rule"),
    (replace(MINOR, custody="agency"), "OH", True, "us-minor-in-custody"),
    (replace(MINOR, custody="nobody", emancipated=YES, signed_by=ALONE), "OH", True, "us-minor-emancipated"),
    (replace(MINOR, custody="nobody", may_be_served_alone=YES, signed_by=ALONE), "OH", True, "us-minor-served-alone"),
    (replace(MINOR, service="counseling", signed_by=ALONE), "OH", True, "oh-minor-outpatient-counseling"),
    (replace(MINOR, service="counseling", years=13, signed_by=ALONE), "OH", False, "signature_missing"),
    (replace(MINOR, service="counseling", years=None, custody="nobody", signed_by=ALONE), "OH", False, "no_rule"),
    (replace(MINOR, service="counseling", custody="nobody", signed_by=ALONE), "WA", False, "no_rule"),
    (Signing(age=UNKNOWN, court_guardian=NO, signed_by=ALONE), "OH", False, "no_rule"),
    (Signing(), "OH", False, "no_rule"),
]


@pytest.mark.parametrize(("signing", "state", "allowed", "says"), CASES)
def test_the_table_of_signers(signing: Signing, state: str, allowed: bool, says: str) -> None:
    answer = who_may_sign(signing, state=state, on=ON)
    assert answer.allowed is allowed
    assert says in (answer.reason, answer.rule.id if answer.rule else "")
    assert allowed or "ask_counsel" in answer.instead


values = st.sampled_from([YES, NO, UNKNOWN])
signings = st.builds(
    Signing,
    age=st.sampled_from(["adult", "minor", UNKNOWN]),
    years=st.none() | st.integers(0, 17),
    court_guardian=values,
    emancipated=values,
    may_be_served_alone=values,
    custody=st.sampled_from(["parent", "agency", "nobody", UNKNOWN]),
    guardian_concern=values,
    service=st.sampled_from(["counseling", "shelter", UNKNOWN]),
    signed_by=st.frozensets(st.sampled_from(["survivor", "guardian"])),
)


@given(signings, st.sampled_from(["OH", "WA", ""]))
def test_an_alleged_abuser_can_never_sign_and_nobody_signs_without_the_survivor(signing: Signing, state: str) -> None:
    answer = who_may_sign(signing, state=state, on=ON)
    if answer.allowed:
        assert "survivor" in signing.signed_by
        assert not ("guardian" in signing.signed_by and signing.guardian_concern != NO)
        assert answer.rule is not None
        assert answer.rule.source


@given(signings)
def test_knowing_nothing_never_opens_the_way(signing: Signing) -> None:
    assert not who_may_sign(replace(signing, age=UNKNOWN), state="OH", on=ON).allowed


def test_every_rule_is_dated_graded_sourced_and_marked_for_counsel() -> None:
    assert dt.date.fromisoformat(edition())
    for rule in table():
        assert rule.grade in {"V", "K"}
        assert rule.source
        assert "counsel review" in rule.review
        assert set(rule.text) == {"en", "es"}
        assert rule.stop or "survivor" in rule.sign
    assert len({rule.id for rule in table()}) == len(table())


def test_a_rule_of_another_state_or_time_is_not_asked() -> None:
    assert all(rule.state in ("", "WA") for rule in rules_for("WA", ON))
    assert rules_for("OH", dt.date(1980, 1, 1)) == []
