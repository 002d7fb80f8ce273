"""The verdicts on a case, cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.care.cases import policies
from waystation.care.cases.policies import Purpose, Standing, may_read

PARTS = ("header", "identity", "safe_contact", "narrative", "legal", "health", "referrals", "others", "statistics")
ROLES = (
    "hotline_advocate", "case_manager", "attorney", "clinician", "supervisor", "administrator", "intake_worker",
    "coordinator", "liaison", "analyst", "volunteer",
)  # fmt: skip
# One letter for each part in the order of PARTS: the roles table of the security requirements.
EXPECTED = {
    ("case_manager", "assigned"): "HICN..RT.",
    ("case_manager", "team"): ".........",
    ("attorney", "assigned"): "HI..L.R..",
    ("attorney", "team"): ".........",
    ("clinician", "assigned"): "HI...HR..",
    ("clinician", "team"): ".........",
    ("supervisor", "assigned"): "HI.N..RT.",
    ("supervisor", "team"): "HI.N..RT.",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("standing", list(Standing))
def test_each_role_reads_only_its_cells(role: str, standing: Standing) -> None:
    marks = EXPECTED.get((role, standing.value), "." * len(PARTS))
    for part, mark in zip(PARTS, marks, strict=True):
        verdict = may_read(role, standing, {part}, Purpose.REVEAL)
        assert verdict.allowed is (mark != "."), (role, standing, part)


def test_a_case_manager_cannot_read_the_name_while_only_working_on_the_page() -> None:
    verdict = may_read("case_manager", Standing.ASSIGNED, {"header", "identity.name_to_use"}, Purpose.WORK)
    assert not verdict.allowed
    assert verdict.visible
    assert may_read("case_manager", Standing.ASSIGNED, {"identity.name_to_use"}, Purpose.REVEAL).allowed


def test_a_case_manager_can_compare_aliases_of_the_team_and_nothing_else() -> None:
    assert may_read("case_manager", Standing.TEAM, {"header"}, Purpose.ALIAS).allowed
    assert not may_read("case_manager", Standing.TEAM, {"header", "narrative"}, Purpose.ALIAS).allowed
    assert not may_read("case_manager", Standing.NONE, {"header"}, Purpose.ALIAS).allowed


def test_a_supervisor_cannot_read_the_safe_contact_and_is_told_why() -> None:
    verdict = may_read("supervisor", Standing.TEAM, {"header", "safe_contact"}, Purpose.WORK)
    assert not verdict.allowed
    assert verdict.visible
    assert verdict.rule == "cases.break_glass"


@pytest.mark.parametrize("purpose", [Purpose.SEE, Purpose.JOURNAL, Purpose.ASSIGN, Purpose.OPEN, "export"])
@pytest.mark.parametrize("part", ["identity", "safe_contact", "legal"])
def test_another_purpose_is_no_way_around_the_parts(purpose: str, part: str) -> None:
    assert not policies.may("supervisor", Standing.TEAM, {"header", part}, purpose).allowed


def test_a_supervisor_cannot_write_to_a_case() -> None:
    assert not may_read("supervisor", Standing.TEAM, {"narrative"}, Purpose.WRITE).allowed


@given(
    role=st.sampled_from(ROLES),
    fields=st.sets(st.sampled_from(PARTS), min_size=1),
    purpose=st.sampled_from(list(Purpose)),
)
def test_nobody_outside_the_team_sees_anything(role: str, fields: set[str], purpose: Purpose) -> None:
    verdict = may_read(role, Standing.NONE, fields, purpose)
    assert not verdict.allowed
    assert not verdict.visible


@given(
    role=st.sampled_from(ROLES),
    standing=st.sampled_from(list(Standing)),
    fields=st.sets(st.sampled_from(PARTS), min_size=1),
    more=st.sampled_from(PARTS),
    purpose=st.sampled_from(list(Purpose)),
)
def test_asking_for_more_never_opens_what_less_did_not(
    role: str, standing: Standing, fields: set[str], more: str, purpose: Purpose
) -> None:
    if may_read(role, standing, fields | {more}, purpose).allowed:
        assert may_read(role, standing, fields, purpose).allowed


@given(role=st.sampled_from(ROLES), standing=st.sampled_from(list(Standing)))
def test_what_can_be_written_can_be_read(role: str, standing: Standing) -> None:
    written = policies.WRITABLE.get((role, standing), frozenset())
    assert written - policies.COUNTED <= policies.readable_parts(role, standing)
