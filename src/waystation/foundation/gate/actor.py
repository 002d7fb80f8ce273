"""Who asks: a member with an unlocked keyring. No request, no session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency, Cover, Member, Membership
from waystation.foundation.agencies.roles import Role, roles
from waystation.foundation.agencies.selectors import covers_of, stands_in, teams_of
from waystation.foundation.keyring.ring import Keyring


@dataclass
class Actor:
    """One member acting now. `path` says through which door (a URL, `cli`, `demo`, `test`)."""

    member: Member
    keyring: Keyring = field(repr=False)
    at: dt.datetime = field(default_factory=clock.now)
    path: str = ""

    @property
    def id(self) -> UUID:
        return self.member.pk

    @property
    def agency(self) -> Agency:
        return self.member.agency

    @property
    def agency_id(self) -> UUID:
        return self.member.agency_id

    @property
    def role(self) -> str:
        return self.member.role

    @property
    def role_facts(self) -> Role | None:
        return roles().get(self.member.role)

    @cached_property
    def team_ids(self) -> frozenset[UUID]:
        """Teams of today's memberships (staff records, not keys)."""
        return frozenset(teams_of(self.member).values_list("id", flat=True))

    @cached_property
    def team_kinds(self) -> frozenset[str]:
        """Kinds of these teams."""
        return frozenset(teams_of(self.member).values_list("kind", flat=True))

    @cached_property
    def unsupervised(self) -> frozenset[UUID]:
        """Those of these teams that no active supervisor is in."""
        seen = Membership.objects.filter(
            team__in=self.team_ids, until=None, member__role="supervisor", member__is_active=True
        )
        return self.team_ids - set(seen.values_list("team_id", flat=True))

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """For whom this member stands in today, and in which team."""
        day = timezone.localdate(self.at)
        return tuple(covers_of(self.member, day)) if stands_in(self.member, day) else ()

    def stands_in(self, member: UUID | None, team: UUID | None) -> bool:
        """Whether what is this member's in this team is this actor's today. It gives no key."""
        if not self.covers:
            return False
        return any((cover.member_id, cover.team_id) == (member, team) for cover in self.covers)

    def in_team(self, team: UUID | None) -> bool:
        return team is not None and team in self.team_ids
