"""Who may do what with a release, and when one is live. Pure: facts in, a verdict out."""

from __future__ import annotations

import datetime as dt

RECORDERS = frozenset({"case_manager", "attorney", "clinician"})
RECEIVERS = frozenset({"intake_worker", "case_manager", "attorney", "clinician", "supervisor"})


def is_live(status: str, starts_on: dt.date, expires_on: dt.date, today: dt.date) -> bool:
    """Live from its first day to the end of its last. Anything unclear is not live."""
    return status == "live" and starts_on <= today <= expires_on


def can_record(role: str, is_assigned: bool) -> bool:
    """Record a release and send under it: the worker the person talks to."""
    return role in RECORDERS and is_assigned


def can_read(role: str, is_assigned: bool, in_team: bool, serves_people: bool) -> bool:
    """Read terms and what has left: the worker, and any colleague of the case's team, who may have to withdraw it."""
    return (role in RECORDERS and is_assigned) or (in_team and serves_people)


def can_withdraw(in_team: bool, serves_people: bool) -> bool:
    """Withdraw on the person's word: any staff member of the case's team."""
    return in_team and serves_people


def can_receive(role: str, is_recipient: bool, in_intake: bool) -> bool:
    """Open a packet: the intake desk of the agency it was sent to."""
    return role in RECEIVERS and is_recipient and in_intake
