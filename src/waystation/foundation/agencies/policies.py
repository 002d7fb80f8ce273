"""Who may change accounts and teams. Pure: a role code in, a yes or no out."""

from __future__ import annotations

from waystation.foundation.agencies.roles import roles


def _fact(code: str, name: str) -> bool:
    found = roles().get(code)
    return bool(found and getattr(found, name))


def can_enrol(role: str) -> bool:
    """Make and close accounts, sign keys, trust partners: administrators."""
    return _fact(role, "administers")


def can_change_teams(role: str) -> bool:
    """Make teams, add and remove members: administrators."""
    return _fact(role, "administers")


def can_share_team_keys(role: str) -> bool:
    """Seal a team's key, which one holds, to another member: whoever serves people, and analysts among themselves."""
    return _fact(role, "serves_people") or _fact(role, "analyses")


def can_be_custodian(role: str) -> bool:
    """Hold half of a recovery: any staff role but those that see only released things."""
    return role in roles() and role not in {"liaison", "volunteer"}


def can_watch_recovery(role: str) -> bool:
    """Be told of every recovery in the agency, stop one, help with a lost phone, lock everyone's screen."""
    return _fact(role, "supervises") or _fact(role, "administers")


def can_read_journal(role: str) -> bool:
    """Read the journal of an own team's case: supervisors."""
    return _fact(role, "supervises")


def can_set_away(role: str) -> bool:
    """Say for a colleague when they are away and who stands in: supervisors of their team, administrators."""
    return _fact(role, "supervises") or _fact(role, "administers")


def may_hold_data_keys(role: str) -> bool:
    """Belong to a team that opens compartments about people."""
    return _fact(role, "serves_people")


def may_join(role: str, team_kind: str) -> bool:
    """Whether a role may belong to a team of a kind: an administrator joins none, an analyst only statistics.

    Who runs a line may join the statistics team too: the gate lets them count contacts and situations, nothing else.
    """
    if team_kind == "statistics":
        return _fact(role, "analyses") or _fact(role, "runs_line")
    if team_kind == "journal":
        return _fact(role, "supervises")
    return team_kind != "recovery" and may_hold_data_keys(role)
