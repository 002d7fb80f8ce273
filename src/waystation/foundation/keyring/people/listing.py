"""Colleagues as a list shows them."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from waystation.foundation.agencies.models import Agency, Member, Membership
from waystation.foundation.agencies.roles import roles
from waystation.foundation.keyring.people import holdings
from waystation.foundation.keyring.people.holdings import Holding


class Colleague(NamedTuple):
    """One line: a member, the words of their role, the names of their teams, what is theirs (for supervisors)."""

    member: Member
    role: str
    teams: list[str]
    theirs: list[Holding]


def colleagues_of(agency: Agency, language: str, *, with_theirs: bool = False) -> list[Colleague]:
    """Everyone with an open account who was let in, by name."""
    members = Member.objects.filter(agency=agency, is_active=True, is_waiting=False).order_by("display_name")
    teams: dict[UUID, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(team__agency=agency, until=None).order_by("team__name")
    for member, name in rows.values_list("member", "team__name"):
        teams[member].append(name)
    known = roles()
    return [
        Colleague(
            member,
            known[member.role].label(language) if member.role in known else member.role,
            teams[member.pk],
            holdings.of(member) if with_theirs else [],
        )
        for member in members
    ]
