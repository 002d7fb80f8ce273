"""Keys follow people: what a colleague's coming and going leaves to somebody who holds the keys.

The server holds none. Turning a key whose holder's time ran out shows nobody anything, so it is done at the end of a
sign-in. Handing a team's earlier keys to a newcomer does, so a colleague decides it on a page that names the newcomer:
an administrator who invents a member gains nothing while nobody vouches for them.
"""

from __future__ import annotations

from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.keyring.actions.expiring import turn_due
from waystation.foundation.keyring.errors import Tampered, Untrusted
from waystation.foundation.keyring.models import HolderKind, TeamGrant
from waystation.foundation.keyring.ring import Keyring

AT_ONCE = 20
"""Subjects whose keys are turned at one sign-in: nobody waits long."""


def lacking(keyring: Keyring) -> list[tuple[Team, list[Member]]]:
    """Own teams in which a colleague misses a generation of the key that this member holds, with those colleagues."""
    if not policies.can_share_team_keys(keyring.member.role):
        return []
    mine = Team.objects.filter(pk__in=keyring.team_ids, memberships__member=keyring.member, memberships__until=None)
    return [(team, short) for team in mine.order_by("name") if (short := short_of(keyring, team))]


def follow(keyring: Keyring) -> bool:
    """Turn the keys that are due. False: something did not verify, and was left as it is."""
    if keyring.member.is_waiting:
        return True
    try:
        turn_due(keyring, limit=AT_ONCE)
    except (Tampered, Untrusted):
        return False
    return True


def short_of(keyring: Keyring, team: Team) -> list[Member]:
    """Members of a team who miss a generation of its key that this member holds."""
    held = set(keyring.generations(team.pk))
    has: dict[object, set[int]] = {}
    grants = TeamGrant.objects.filter(team=team, holder_kind=HolderKind.MEMBER)
    for holder, generation in grants.values_list("holder", "generation"):
        has.setdefault(holder, set()).add(generation)
    members = Member.objects.filter(memberships__team=team, memberships__until=None)
    return [member for member in members if held - has.get(member.pk, set())]
