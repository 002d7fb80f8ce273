"""Who may see about backups, and who may make one: administrators, since nobody reads anything by it."""

from __future__ import annotations

from waystation.foundation.agencies.models import Member


def can_see_backups(role: str) -> bool:
    """Whether somebody is told when the last backup was."""
    return role == "administrator"


def can_keep_backups(member: Member) -> bool:
    """Whether somebody makes the key and backups: an administrator of the agency that runs this server."""
    return member.role == "administrator" and member.agency.is_host
