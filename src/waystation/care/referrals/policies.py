"""Who may do what with a referral. Pure."""

from __future__ import annotations

from waystation.care.consent.policies import RECEIVERS, RECORDERS


def can_send(role: str, is_assigned: bool) -> bool:
    """Choose a service and send: the worker of the case."""
    return role in RECORDERS and is_assigned


def can_follow(in_team: bool, serves_people: bool) -> bool:
    """Read where a referral stands: the case's team."""
    return in_team and serves_people


def can_receive(role: str, is_recipient: bool, in_intake: bool) -> bool:
    """See and answer what came in: the intake desk of the agency it was sent to."""
    return role in RECEIVERS and is_recipient and in_intake
