"""Who may do what with a referral. Pure."""

from __future__ import annotations

from waystation.care.consent.policies import RECEIVERS, RECORDERS


def can_send(role: str, is_assigned: bool) -> bool:
    """Choose a service and send: the worker of the case."""
    return role in RECORDERS and is_assigned


def can_follow(role: str, is_assigned: bool, in_team: bool) -> bool:
    """Read where a referral stands: the worker of the case, and supervisors of its team."""
    return can_send(role, is_assigned) or (role == "supervisor" and in_team)


def can_receive(role: str, is_recipient: bool, in_intake: bool) -> bool:
    """See and answer what came in: the intake desk of the agency it was sent to."""
    return role in RECEIVERS and is_recipient and in_intake
