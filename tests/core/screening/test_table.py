"""The decision table of the two definitions, row by row, and what each answer says besides."""

from __future__ import annotations

from typing import Any

import pytest

from waystation.core import screening

NONE = ["not:any"]
SERVITUDES = ["involuntary_servitude", "peonage", "debt_bondage", "slavery"]

TABLE: list[tuple[Any, list[str], list[str], str, str]] = [
    # age, purposes, means, TVPA, Palermo
    (17, ["commercial_sex"], NONE, "met", "met"),
    (17, ["commercial_sex"], [], "met", "met"),
    ("minor", ["commercial_sex"], NONE, "met", "met"),
    (17, ["labor"], NONE, "not_indicated_yet", "met"),
    (17, ["labor"], [], "undetermined", "met"),
    *[(17, ["labor", purpose], ["force"], "met", "met") for purpose in SERVITUDES],
    *[(17, [purpose], NONE, "not_indicated_yet", "met") for purpose in SERVITUDES],
    (17, ["labor"], ["force"], "undetermined", "met"),
    (18, ["commercial_sex"], NONE, "not_indicated_yet", "not_indicated_yet"),
    (20, ["commercial_sex"], [], "undetermined", "undetermined"),
    *[(18, ["commercial_sex"], [means], "met", "met") for means in ("force", "fraud", "coercion")],
    *[("adult", [purpose], ["threatens_law_enforcement"], "met", "met") for purpose in SERVITUDES],
    (29, ["labor"], ["withholds_documents"], "undetermined", "met"),
    (29, ["debt_bondage"], NONE, "not_indicated_yet", "not_indicated_yet"),
    (29, ["organ_removal"], ["deception"], "not_indicated_yet", "met"),
    (9, ["organ_removal"], NONE, "not_indicated_yet", "met"),
    (None, ["commercial_sex"], NONE, "undetermined", "undetermined"),
    (None, ["commercial_sex"], [], "undetermined", "undetermined"),
    (None, ["commercial_sex"], ["force"], "met", "met"),
    (None, ["debt_bondage"], NONE, "not_indicated_yet", "undetermined"),
    (29, ["commercial_sex"], ["abuse_of_vulnerability"], "undetermined", "met"),
    (29, ["commercial_sex"], ["not:force", "not:fraud", "not:coercion"], "not_indicated_yet", "undetermined"),
    (29, ["commercial_sex"], ["not:force"], "undetermined", "undetermined"),
    (29, ["forced_marriage"], ["force"], "not_indicated_yet", "met"),
    (16, ["sexual_exploitation"], [], "undetermined", "met"),
    (16, ["sexual_exploitation", "not:commercial_sex"], [], "not_indicated_yet", "met"),
    (29, [], ["force"], "undetermined", "undetermined"),
    (29, NONE, ["force"], "not_indicated_yet", "not_indicated_yet"),
]


def said(age: Any, purposes: list[str], means: list[str], acts: list[str] | None = None) -> dict[str, Any]:
    acts = ["recruit"] if acts is None else acts
    facts = {"age_at_exploitation": age, "acts": acts, "means": means, "purposes": purposes}
    return screening.determine(screening.parse(facts))


@pytest.mark.parametrize(("age", "purposes", "means", "tvpa", "palermo"), TABLE)
def test_the_decision_table_holds(age: Any, purposes: list[str], means: list[str], tvpa: str, palermo: str) -> None:
    found = said(age, purposes, means)
    assert (found["tvpa"].determination, found["palermo"].determination) == (tvpa, palermo)


def keys(determination: screening.Determination) -> list[str]:
    return [reason.key for reason in determination.reasons]


def missing(determination: screening.Determination) -> list[str]:
    return [text.key for text in determination.missing]


def test_labor_of_a_minor_without_means_still_says_report() -> None:
    assert "labor_of_minor" in keys(said(17, ["labor"], NONE)["tvpa"])
    assert "labor_of_minor" not in keys(said(29, ["labor"], NONE)["tvpa"])
    assert "labor_of_minor" not in keys(said(17, ["debt_bondage"], ["force"])["tvpa"])


def test_an_unknown_age_in_commercial_sex_says_to_ask_and_to_treat_as_possible_minor() -> None:
    for determination in said(None, ["commercial_sex"], NONE).values():
        assert "possible_minor" in keys(determination)
        assert missing(determination) == ["age"]


def test_the_second_person_of_tonights_call_lacks_only_the_means() -> None:
    for determination in said(20, ["commercial_sex"], []).values():
        assert determination.determination == "undetermined"
        assert missing(determination) == ["means"]


def test_means_are_not_needed_for_a_minor_in_sex_but_are_in_labor() -> None:
    assert said(17, ["commercial_sex"], [])["tvpa"].elements["means"].status == "not_needed"
    assert said(17, ["labor"], [])["tvpa"].elements["means"].status == "not_known"
    assert said(17, ["labor"], [])["palermo"].elements["means"].status == "not_needed"


def test_exploiting_work_alone_asks_whether_it_was_servitude() -> None:
    found = said(29, ["labor"], ["force"])["tvpa"]
    assert missing(found) == ["servitude"]
    assert found.elements["purpose"].hints == ("labor",)
    assert found.elements["purpose"].status == "not_known"


def test_sexual_exploitation_alone_asks_for_a_thing_of_value_and_says_report_for_a_minor() -> None:
    found = said(16, ["sexual_exploitation"], [])["tvpa"]
    assert missing(found) == ["value"]
    assert "child_sexual_abuse" in keys(found)


def test_organ_removal_and_forced_marriage_are_said_to_lie_outside_federal_law() -> None:
    organs = said(29, ["organ_removal"], ["force"])["tvpa"]
    assert "organ_removal_not_tvpa" in keys(organs)
    assert organs.elements["purpose"].status_label() == "Not named by this definition"
    assert "forced_marriage_not_tvpa" in keys(said(29, ["forced_marriage"], ["force"])["tvpa"])


def test_buying_sex_is_an_act_of_federal_law_only() -> None:
    found = said(17, ["commercial_sex"], [], ["patronize"])
    assert found["tvpa"].determination == "met"
    assert found["palermo"].determination == "undetermined"
    assert said(29, ["debt_bondage"], ["force"], ["patronize"])["tvpa"].determination == "undetermined"


def test_a_fact_that_only_points_to_means_is_shown_and_asked_about() -> None:
    means = said(29, ["debt_bondage"], ["takes_earnings", "excessive_working_hours"])["tvpa"].elements["means"]
    assert means.status == "not_known"
    assert means.facts == ()
    assert set(means.hints) == {"takes_earnings", "excessive_working_hours"}
    assert means.explanation.key == "means_hint"


def test_what_was_stated_both_ways_counts_and_is_asked_again() -> None:
    found = said(29, ["commercial_sex"], ["force", "not:force"])["tvpa"]
    assert found.determination == "met"
    assert "both_ways" in keys(found)


def test_facts_that_carry_a_status_are_named() -> None:
    found = said(29, ["debt_bondage"], ["uses_debt", "withholds_documents"])["tvpa"]
    assert set(found.elements["means"].facts) == {"uses_debt", "withholds_documents"}
    denied = said(29, ["commercial_sex"], ["not:any"])["tvpa"].elements["means"]
    assert denied.status == "stated_absent"
    assert "force" in denied.facts
