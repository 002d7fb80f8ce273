"""Being away with cover: a colleague of the same team stands in, for days that end by themselves.

No key changes hands: who stands in holds what their team holds, and the gate counts them as the one who is away.
"""

from __future__ import annotations

import datetime as dt

from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Cover, Member, Team
from waystation.foundation.agencies.selectors import stand_ins, teams_of
from waystation.foundation.keyring import journal
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.ring import Keyring


def may_set_away(actor: Member, member: Member) -> bool:
    """The member, a supervisor of a team they share, or an administrator of the agency."""
    if actor.agency_id != member.agency_id:
        return False
    if actor.pk == member.pk or policies.can_enrol(actor.role):
        return True
    return policies.can_set_away(actor.role) and bool(
        {t.pk for t in teams_of(actor)} & {t.pk for t in teams_of(member)}
    )


def set_away(keyring: Keyring, member: Member, *, cover: Member, team: Team, since: dt.date, until: dt.date) -> Cover:
    """From `since` to `until`, both included, `cover` stands in for what is the member's in this team.

    Raises NotAllowed, ValueError when the days are turned round or the colleague is not of the team or role.
    """
    if not may_set_away(keyring.member, member):
        raise NotAllowed("the member, their supervisor or an administrator sets this")
    if until < since or (team, cover) not in stand_ins(member):
        raise ValueError("who stands in has the same role in the same team, and the days come one after the other")
    with store.writing():
        Cover.objects.filter(member=member, team=team, since__lte=until, until__gte=since).delete()
        row = Cover.objects.create(member=member, cover=cover, team=team, since=since, until=until)
        detail = {"cover": str(cover.pk), "team": str(team.pk), "since": since.isoformat(), "until": until.isoformat()}
        journal.note(keyring, "member.away", member.pk, detail=detail)
    return row


def end_away(keyring: Keyring, member: Member) -> int:
    """The member is back: nobody stands in from now on. Returns how many covers ended. Raises NotAllowed."""
    if not may_set_away(keyring.member, member):
        raise NotAllowed("the member, their supervisor or an administrator sets this")
    with store.writing():
        ended = Cover.objects.filter(member=member, until__gte=clock.today()).delete()[0]
        if ended:
            journal.note(keyring, "member.back", member.pk)
    return ended
