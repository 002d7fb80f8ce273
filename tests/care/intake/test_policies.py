"""The verdicts on contacts and situations."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from waystation.care.intake.policies import ACCESS_AFTER_HAND_OVER, Place, may_read, may_write

TODAY = date(2026, 11, 22)
ROLES = (
    "hotline_advocate", "case_manager", "attorney", "clinician", "supervisor", "administrator", "intake_worker",
    "coordinator", "liaison", "analyst", "volunteer",
)  # fmt: skip
STATUSES = ("waiting", "open", "handed_over", "closed")


def place(
    status: str = "open", *, own: bool = True, in_team: bool = True, days: int = 0, unassigned: bool = False
) -> Place:
    return Place(in_team, own, status, TODAY - timedelta(days=days), unassigned)


def test_an_advocate_can_read_open_contacts_of_the_desk() -> None:
    assert may_read("hotline_advocate", place(own=False), {"account"}, TODAY).allowed


def test_an_advocate_can_read_an_own_contact_until_the_time_after_hand_over_ends() -> None:
    last = ACCESS_AFTER_HAND_OVER.days
    assert may_read("hotline_advocate", place("handed_over", days=last), {"account"}, TODAY).allowed
    over = may_read("hotline_advocate", place("handed_over", days=last + 1), {"account"}, TODAY)
    assert not over.allowed
    assert over.visible


def test_an_advocate_cannot_read_a_colleagues_contact_once_it_left_the_desk() -> None:
    verdict = may_read("hotline_advocate", place("handed_over", own=False), {"header"}, TODAY)
    assert not verdict.allowed
    assert not verdict.visible


def test_an_advocate_cannot_change_what_was_handed_over() -> None:
    assert not may_write("hotline_advocate", place("handed_over"), TODAY).allowed
    assert may_write("hotline_advocate", place("open"), TODAY).allowed


def test_a_case_manager_can_read_what_was_handed_to_them_and_not_what_went_to_a_colleague() -> None:
    assert may_read("case_manager", place("handed_over"), {"facts"}, TODAY).allowed
    assert may_read("case_manager", place("handed_over", own=False, unassigned=True), {"facts"}, TODAY).allowed
    assert not may_read("case_manager", place("handed_over", own=False), {"facts"}, TODAY).allowed


def test_a_case_manager_cannot_read_an_open_contact() -> None:
    assert not may_read("case_manager", place("open", own=False), {"header"}, TODAY).visible


def test_a_supervisor_can_read_the_teams_contacts_and_not_change_them() -> None:
    assert may_read("supervisor", place("open", own=False), {"account"}, TODAY).allowed
    assert not may_write("supervisor", place("open", own=False), TODAY).allowed


@given(role=st.sampled_from(ROLES), status=st.sampled_from(STATUSES), unassigned=st.booleans())
def test_nobody_outside_team_and_ownership_sees_anything(role: str, status: str, unassigned: bool) -> None:
    verdict = may_read(role, place(status, own=False, in_team=False, unassigned=unassigned), {"header"}, TODAY)
    assert not verdict.allowed
    assert not verdict.visible


@given(
    role=st.sampled_from(("administrator", "analyst", "coordinator", "liaison", "volunteer", "intake_worker")),
    status=st.sampled_from(STATUSES),
    own=st.booleans(),
    unassigned=st.booleans(),
)
def test_roles_without_contacts_never_read_one(role: str, status: str, own: bool, unassigned: bool) -> None:
    assert not may_read(role, place(status, own=own, unassigned=unassigned), {"header"}, TODAY).allowed


@given(
    role=st.sampled_from(ROLES), status=st.sampled_from(STATUSES), own=st.booleans(),
    in_team=st.booleans(), days=st.integers(0, 60), unassigned=st.booleans(),
)  # fmt: skip
def test_who_may_write_may_read(role: str, status: str, own: bool, in_team: bool, days: int, unassigned: bool) -> None:
    where = place(status, own=own, in_team=in_team, days=days, unassigned=unassigned)
    if may_write(role, where, TODAY).allowed:
        assert may_read(role, where, {"header"}, TODAY).allowed
