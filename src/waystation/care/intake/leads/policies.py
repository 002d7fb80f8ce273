"""Who may read and pass on leads. Pure: facts in, a verdict out."""

from __future__ import annotations

import calendar
import datetime as dt
from uuid import UUID

ANALYSTS = frozenset({"hotline_advocate", "intake_worker", "supervisor"})
"""Who reads tips, when they sit in an intake team. The role `analyst` counts; it reads no tip."""
LIAISON = "liaison"
SECOND_FOR_STANDING = frozenset({"administrator", "supervisor"})
TIP_MONTHS = 12
"""Months a tip lives from its entry, and at most again from each renewal, which a person gives a reason for."""
AFTER_CLOSING = dt.timedelta(days=90)
PROPOSAL = dt.timedelta(days=14)
PACKET = dt.timedelta(days=90)
PACKET_LONGEST = dt.timedelta(days=365)
LEAST_FACTS = 40
"""Letters that stated facts have at least: a word is no fact."""


def can_analyse(role: str, in_intake: bool) -> bool:
    """Read tips together, link them, propose and confirm a release."""
    return role in ANALYSTS and in_intake


def is_second(proposer: UUID, member: UUID) -> bool:
    """Whether this member is another person than the one who proposed."""
    return proposer != member


def can_ask_for_standing(role: str) -> bool:
    return role == "administrator"


def can_decide_standing(role: str, asked_by: UUID | None, member: UUID) -> bool:
    """Turn a liaison on: a second person, after an administrator asked."""
    return role in SECOND_FOR_STANDING and asked_by is not None and asked_by != member


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_tip(entered_on: dt.date) -> dt.date:
    return months_after(entered_on, TIP_MONTHS)


def renewed_until(today: dt.date, released_on: dt.date | None, review_years: int) -> dt.date:
    """The last day after a renewal: 12 months from today, and never past the review years of a released lead."""
    until = months_after(today, TIP_MONTHS)
    return until if released_on is None else min(until, months_after(released_on, 12 * review_years))


def is_open(status: str, expires_on: dt.date, has_body: bool, today: dt.date) -> bool:
    """Whether the liaison may open a release now."""
    return status in {"live", "answered"} and has_body and today <= expires_on
