"""Who may read and answer a public message. Pure: the member and the row in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

READERS = frozenset({"hotline_advocate", "intake_worker", "supervisor"})
"""Members of the line's intake team with one of these roles read what comes in; nobody else does."""
TAKERS = frozenset({"hotline_advocate"})
TOLD = frozenset({"notice", "told", "letters"})
MARKS = "told.marks"
ABOUT = {"see": frozenset({"header"}), "list": frozenset({"notice"}), "link": frozenset({"notice", "told"})}
KEPT = {"help": timedelta(days=90), "tip": timedelta(days=365)}
"""How long a message is kept that nobody took; each record carries its own day."""
KEPT_AFTER_CLOSE = timedelta(days=90)
DRAFT_HOURS = 2
URGENT = frozenset({"now", "within_24h"})
"""Stated danger that nothing sets aside, however fast the form was filled in."""


class Purpose(StrEnum):
    """Why a message is opened or changed."""

    SEE = "see"
    LIST = "list"
    WORK = "work"
    LINK = "link"
    WRITE = "write"
    TAKE = "take"


class Verdict(NamedTuple):
    allowed: bool
    rule: str
    reason: str = ""


def can_read(role: str) -> bool:
    return role in READERS


def can_take(role: str) -> bool:
    return role in TAKERS


def needs_contact(fields: Iterable[str], purpose: str) -> bool:
    """Whether what was written is asked for: of a message that was taken, its contact's rule decides on that.

    The marks that link messages stay with the line's team.
    """
    told = {name for name in fields if name.partition(".")[0] == "told"}
    return bool(told) and not (purpose == Purpose.LINK and told <= {MARKS})


def may(role: str, in_team: bool, fields: Iterable[str], purpose: str, as_contact: bool | None = None) -> Verdict:
    """May a member of this role do this with a message of a line whose team they are in, or are not?

    `as_contact`: of one that was taken, whether its contact may be read; None for one that nobody took.
    """
    fields = frozenset(fields)
    asked = {name.partition(".")[0] for name in fields}
    if purpose not in set(Purpose) or not asked <= ABOUT.get(purpose, TOLD):
        return Verdict(False, "tips.not_for_this_purpose", "This is not opened for this purpose.")
    if not in_team or not can_read(role):
        return Verdict(False, "tips.not_yours", "No such message among yours.")
    if purpose == Purpose.TAKE and not can_take(role):
        return Verdict(False, "tips.advocates_take", "Advocates of the help line take messages.")
    if as_contact is False and needs_contact(fields, purpose):
        return Verdict(False, "tips.as_its_contact", "It became a contact, and you may not open that contact.")
    return Verdict(True, "tips.line_team")
