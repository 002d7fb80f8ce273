"""Who may read and write a contact or a situation. Pure: facts about the member and the row go in, a verdict comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ACCESS_AFTER_HAND_OVER = timedelta(days=14)
ADVOCATE = "hotline_advocate"
RECEIVERS = frozenset({"case_manager", "attorney", "clinician"})
OPEN = frozenset({"waiting", "open"})


@dataclass(frozen=True)
class Place:
    """How a member stands to a contact or situation: same team, own, its status, and the day it last changed."""

    in_team: bool
    own: bool
    status: str
    updated_on: date
    unassigned: bool = False


@dataclass(frozen=True)
class Verdict:
    """`visible` says whether the member may know that it exists."""

    allowed: bool
    visible: bool
    rule: str
    reason: str = ""


REFUSED = Verdict(False, False, "intake.not_yours", "No such contact among yours.")


def can_take_contact(role: str) -> bool:
    return role == ADVOCATE


def can_list_contacts(role: str) -> bool:
    return role == ADVOCATE or role == "supervisor" or role in RECEIVERS


def may_read(role: str, place: Place, fields: Iterable[str], today: date) -> Verdict:
    """Advocates: open contacts of the desk, own ones until `ACCESS_AFTER_HAND_OVER` after they left it.

    Case workers: what was handed to them, or to their team and nobody yet. Supervisors: the team's.
    """
    if not place.in_team and not place.own:
        return REFUSED
    if role == ADVOCATE:
        if place.status in OPEN:
            return Verdict(True, True, "intake.open_contact")
        if place.own and today - place.updated_on <= ACCESS_AFTER_HAND_OVER:
            return Verdict(True, True, "intake.own_contact")
        return Verdict(False, place.own, "intake.time_is_over", "Your access ended when the time after hand-over was over.")
    if role in RECEIVERS and place.status == "handed_over" and place.in_team and (place.own or place.unassigned):
        return Verdict(True, True, "intake.handed_to_you")
    if role == "supervisor" and place.in_team:
        return Verdict(True, True, "intake.supervisor_of_team")
    return REFUSED


def may_write(role: str, place: Place, today: date) -> Verdict:
    """Advocates write while it is open; the worker it was handed to notes who became a case."""
    verdict = may_read(role, place, (), today)
    if not verdict.allowed:
        return verdict
    if role == ADVOCATE and place.status not in OPEN:
        return Verdict(False, True, "intake.handed_over", "This was handed over. It can be read, not changed.")
    if role == "supervisor":
        return Verdict(False, True, "intake.supervisors_read", "Supervisors read; the advocate writes.")
    return verdict
