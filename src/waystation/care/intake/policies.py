"""Who may read and write a contact or a situation. Pure: the member and the row in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

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


ABOUT = {"see": frozenset({"header"}), "take": frozenset({"header"})}
TOLD = frozenset({"header", "account", "danger", "facts"})
"""What was told. The record of codes (statistics) is written with it, and read by analysts alone, elsewhere."""
REFUSED = Verdict(False, False, "intake.not_yours", "No such contact among yours.")


class Purpose(StrEnum):
    """Why a contact or situation is opened or changed."""

    SEE = "see"
    WORK = "work"
    LIST = "list"
    WRITE = "write"
    TAKE = "take"
    NOTE_CASE = "note_case"


def can_take_contact(role: str) -> bool:
    return role == ADVOCATE


def can_list_contacts(role: str) -> bool:
    return role == ADVOCATE or role == "supervisor" or role in RECEIVERS


def may(role: str, place: Place, fields: Iterable[str], purpose: str, today: date) -> Verdict:
    """May a member of this role do this? The one entry of the gate's rule."""
    fields = frozenset(fields)
    read = may_read(role, place, fields, today)
    told = TOLD | {"statistics"} if purpose == Purpose.WRITE else ABOUT.get(purpose, TOLD)
    if purpose not in set(Purpose) or not fields <= told:
        return Verdict(False, read.visible, "intake.not_for_this_purpose", "This is not opened for this purpose.")
    if purpose == Purpose.SEE:
        return Verdict(read.visible, read.visible, read.rule, read.reason)
    if purpose == Purpose.TAKE:
        allowed = can_take_contact(role) and place.in_team and place.own and place.updated_on >= today
        return Verdict(allowed, False, "intake.take", "" if allowed else "Advocates of the help line take contacts.")
    if purpose == Purpose.WRITE:
        return may_write(role, place, today)
    if purpose == Purpose.NOTE_CASE:
        return read if role in RECEIVERS else REFUSED
    return read


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
        return Verdict(
            False, place.own, "intake.time_is_over", "Your access ended when the time after hand-over was over."
        )
    if role in RECEIVERS and place.status == "handed_over" and place.in_team and (place.own or place.unassigned):
        return Verdict(True, True, "intake.handed_to_you")
    if role == "supervisor" and place.in_team:
        return Verdict(True, True, "intake.supervisor_of_team")
    return REFUSED


def may_write(role: str, place: Place, today: date) -> Verdict:
    """Advocates write while it is open. Everybody else who may read it reads: what was heard stays as it was heard."""
    verdict = may_read(role, place, (), today)
    if not verdict.allowed:
        return verdict
    if role != ADVOCATE:
        return Verdict(False, True, "intake.advocate_writes", "The advocate who took it writes; you can read it.")
    if place.status not in OPEN:
        return Verdict(False, True, "intake.handed_over", "This was handed over. It can be read, not changed.")
    return verdict


def may_desk(role: str, *, in_team: bool, own: bool, kind: str, fields: Iterable[str], purpose: str) -> Verdict:
    """Notes of shifts and patterns: the desk's advocates and its supervisor read them, advocates write.

    A shift's note is its writer's own, but for the mark that somebody read it.
    """
    if not in_team or role not in (ADVOCATE, "supervisor"):
        return REFUSED
    if purpose == Purpose.SEE:
        return Verdict(True, True, "intake.desk_note")
    if not frozenset(fields) <= {"words"} or purpose not in (Purpose.LIST, Purpose.WORK, Purpose.WRITE, Purpose.TAKE):
        return Verdict(False, True, "intake.not_for_this_purpose", "This is not opened for this purpose.")
    if purpose in (Purpose.LIST, Purpose.WORK):
        return Verdict(True, True, "intake.desk_note")
    if role != ADVOCATE or (purpose == Purpose.WRITE and kind == "shift" and not own):
        return Verdict(False, True, "intake.own_desk_note", "Who worked the shift writes its note; you can read it.")
    return Verdict(True, True, "intake.desk_note_writer")
